/**
 * The web server of {@code console}. {@link dev.freshet.cli.console.ConsoleServer} answers requests,
 * {@link dev.freshet.cli.console.Page} has the files of the page.
 */
package dev.freshet.cli.console;
