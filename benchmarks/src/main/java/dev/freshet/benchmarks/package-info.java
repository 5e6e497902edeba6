/**
 * What scan on query costs against T-1, for the same rows. {@link dev.freshet.benchmarks.Bench} runs it and reads like
 * its description; {@link dev.freshet.benchmarks.ScanBenchmark} is what is timed;
 * {@link dev.freshet.benchmarks.BenchReport} is what comes out.
 */
package dev.freshet.benchmarks;
