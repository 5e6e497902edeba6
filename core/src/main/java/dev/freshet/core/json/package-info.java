/**
 * The parity contract: what a JSON value becomes in a column. {@link dev.freshet.core.json.TextForm} is written once;
 * the tail's SQL and the batch's mapper are both generated from it.
 */
package dev.freshet.core.json;
