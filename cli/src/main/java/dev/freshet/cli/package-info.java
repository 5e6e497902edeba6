/**
 * The command line. {@link dev.freshet.cli.FreshetCommand} lists the commands, one class each; {@code ExitCode} is what
 * scripts can rely on, and {@code Failure} turns every exception into one of them and one message.
 */
package dev.freshet.cli;
