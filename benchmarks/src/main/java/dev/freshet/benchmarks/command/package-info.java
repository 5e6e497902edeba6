/**
 * {@code ./freshet bench}: {@link dev.freshet.benchmarks.command.BenchMain} adds its commands, one class each, to those
 * of {@code cli}.
 */
package dev.freshet.benchmarks.command;
