/**
 * Is it fast enough for us, and until when? {@link dev.freshet.benchmarks.advise.Advice} answers from a
 * {@link dev.freshet.core.CostModel} and a {@link dev.freshet.benchmarks.advise.Load}.
 */
package dev.freshet.benchmarks.advise;
