/**
 * The command line. {@link dev.freshet.cli.FreshetCommand} lists the commands, one class each; {@code ExitCode} lists
 * the exit codes for scripts, and {@code Failure} maps every exception to a code and a message.
 */
package dev.freshet.cli;
