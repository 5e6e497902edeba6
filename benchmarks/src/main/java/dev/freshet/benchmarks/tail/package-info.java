/**
 * What the tail's rules cost: the SQL that reads a tail table against Trino's own JSON readers on the same clean lines.
 * {@link dev.freshet.benchmarks.tail.TailBench} runs it, {@link dev.freshet.benchmarks.tail.TailForm} lists what was
 * tried.
 */
package dev.freshet.benchmarks.tail;
