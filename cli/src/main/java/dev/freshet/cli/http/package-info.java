/**
 * The small HTTP server below the console and the endpoint of {@code serve}: {@link dev.freshet.cli.http.HttpListener}.
 */
package dev.freshet.cli.http;
