/**
 * The witness: does any reader ever see a cut-over? {@link dev.freshet.benchmarks.cutover.CutOverBench} is the entry
 * point, {@code Witness} watches one pattern and reads like the description in {@code docs/cutover.md}, and
 * {@code Classifier} says what is wrong with an answer.
 */
package dev.freshet.benchmarks.cutover;
