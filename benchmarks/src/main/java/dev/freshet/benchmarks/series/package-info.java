/**
 * Several benchmarks in one process and on one lakehouse: {@link dev.freshet.benchmarks.series.Suites} says which,
 * {@link dev.freshet.benchmarks.series.Series} runs them, {@link dev.freshet.benchmarks.series.SeriesReport} is what
 * comes out.
 */
package dev.freshet.benchmarks.series;
