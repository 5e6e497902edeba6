/**
 * A model checker of the batch's protocol. {@link World} runs the real batch and the real housekeeping on a real
 * Iceberg catalog, one step at a time, by a {@link Schedule} of {@link Move}s. After each step {@link Contract}
 * compares what readers see with what has landed.
 */
package dev.freshet.transform.protocol;
