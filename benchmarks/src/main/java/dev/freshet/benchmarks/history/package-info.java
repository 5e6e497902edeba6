/**
 * What a query costs if history alone can answer it, whatever has landed today.
 * {@link dev.freshet.benchmarks.history.HistoryBench} runs it, {@link dev.freshet.benchmarks.history.PastDays} are the
 * data, and {@link dev.freshet.benchmarks.history.PastReader} lists the readers.
 */
package dev.freshet.benchmarks.history;
