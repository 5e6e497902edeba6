/**
 * The demo and its parts. Read {@link dev.freshet.cli.demo.Demo} first. Its data is that of
 * {@link dev.freshet.cli.telemetry}.
 */
package dev.freshet.cli.demo;
