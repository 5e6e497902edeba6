/**
 * Benchmark of growth: what the batch costs when history is long.
 */
package dev.freshet.benchmarks.growth;
