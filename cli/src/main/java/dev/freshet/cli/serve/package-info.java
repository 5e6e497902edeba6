/**
 * What {@code serve} hears and tells: {@link dev.freshet.cli.serve.Events} takes events of landed files from its
 * sources, {@link dev.freshet.cli.serve.Metrics} counts what the datasets' tasks do,
 * {@link dev.freshet.cli.serve.Endpoint} is the HTTP listener of both.
 */
package dev.freshet.cli.serve;
