/**
 * All SQL that Freshet sends to Trino is generated here: {@link dev.freshet.core.sql.Names} says what things are
 * called, {@link dev.freshet.core.sql.Views} what users read, {@link dev.freshet.core.sql.TailTable} how raw lines
 * become rows.
 */
package dev.freshet.core.sql;
