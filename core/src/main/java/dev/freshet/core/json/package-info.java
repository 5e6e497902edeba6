/**
 * The parity contract: what a line and a JSON value become. {@link dev.freshet.core.json.LineRule} says which lines
 * hold a row, {@link dev.freshet.core.json.TypeRule} what a column type makes of a value. Both are data, written once:
 * the tail's SQL, the batch's mapper and the reference page are generated from them.
 */
package dev.freshet.core.json;
