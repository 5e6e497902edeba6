/**
 * The demo and its parts. Read {@link dev.freshet.samples.Demo} first, then {@code backups.yaml}, the dataset's spec;
 * {@link dev.freshet.samples.TelemetryGenerator} generates the data and the truth about it.
 */
package dev.freshet.samples;
