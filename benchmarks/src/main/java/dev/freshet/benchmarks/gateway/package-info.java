/**
 * What the JDBC driver costs on the thread that calls it. {@link dev.freshet.benchmarks.gateway.OverheadBench} runs it,
 * {@link dev.freshet.benchmarks.gateway.OverheadBenchmark} is what is timed, and
 * {@link dev.freshet.benchmarks.gateway.MemoryDriver} stands underneath.
 */
package dev.freshet.benchmarks.gateway;
