/**
 * What does scan on query cost, by bytes, files, codec and question? {@link dev.freshet.benchmarks.scan.ScanBench}
 * measures, {@link dev.freshet.benchmarks.scan.ModelFit} fits a {@link dev.freshet.core.CostModel} and compares it with
 * points that it has not seen.
 */
package dev.freshet.benchmarks.scan;
