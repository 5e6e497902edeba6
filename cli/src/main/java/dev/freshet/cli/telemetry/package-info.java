/**
 * The telemetry of backup devices, which the demo and the benchmarks land: {@code backups.yaml} is the dataset's spec,
 * {@link dev.freshet.cli.telemetry.TelemetryGenerator} generates lines and the truth about them,
 * {@link dev.freshet.cli.telemetry.LandingFiles} lands them.
 */
package dev.freshet.cli.telemetry;
