/**
 * What a query costs that history alone can answer, whatever has landed today.
 * {@link dev.freshet.benchmarks.history.HistoryBench} runs it, {@link dev.freshet.benchmarks.history.PastDays} are the
 * data, and {@link dev.freshet.benchmarks.history.Reader} lists who is asked.
 */
package dev.freshet.benchmarks.history;
