/**
 * Benchmark of growth: what the batch costs once much is there.
 */
package dev.freshet.benchmarks.growth;
