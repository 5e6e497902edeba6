/**
 * Generates the SQL for Trino: {@link dev.freshet.core.sql.Names} holds the names, {@link dev.freshet.core.sql.Views}
 * the views that users query, {@link dev.freshet.core.sql.TailTable} how raw lines become rows.
 */
package dev.freshet.core.sql;
