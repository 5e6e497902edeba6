/**
 * A model checker of the batch's protocol. {@link World} runs the real batch and the real housekeeping on a real
 * Iceberg catalog one step at a time, by a {@link Schedule} of {@link Move}s; after each step {@link Contract} holds
 * what readers see against what has landed.
 */
package dev.freshet.transform.protocol;
