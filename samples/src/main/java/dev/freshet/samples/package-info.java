/**
 * The demo and what it is made of. Read {@link dev.freshet.samples.Demo} first, then {@code backups.yaml}, the
 * dataset's spec; {@link dev.freshet.samples.TelemetryGenerator} makes the data and knows the truth about it.
 */
package dev.freshet.samples;
