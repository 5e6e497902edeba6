/**
 * The rules by which history and tail read a line alike. {@link dev.freshet.spec.json.LineRule} says which lines become
 * rows, {@link dev.freshet.spec.json.TypeRule} how a column type reads a value. Both are written once, as data: the
 * tail's SQL, the batch's mapper and the reference page are generated from them.
 */
package dev.freshet.spec.json;
