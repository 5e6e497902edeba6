/**
 * Generates the SQL for Trino: {@link dev.freshet.spec.sql.Views} defines the views that users query,
 * {@link dev.freshet.spec.sql.TailTable} how raw lines become rows.
 */
package dev.freshet.spec.sql;
