/**
 * What a live query costs with intraday ingest, without it, and on T-1.
 * {@link dev.freshet.benchmarks.intraday.IntradayBench} runs it, {@link dev.freshet.benchmarks.intraday.Shape} says
 * what lands in the day, and {@link dev.freshet.benchmarks.intraday.LiveReader} lists the readers.
 */
package dev.freshet.benchmarks.intraday;
