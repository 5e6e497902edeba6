/**
 * What a short command costs. {@link dev.freshet.benchmarks.start.StartBench} measures it;
 * {@link dev.freshet.benchmarks.start.StartReport} is what comes out.
 */
package dev.freshet.benchmarks.start;
