/**
 * Parses SQL. {@link dev.freshet.gateway.sql.ParsedSql} is a statement parsed with Trino's own grammar,
 * {@link dev.freshet.gateway.sql.TableReference} a place where it reads a table.
 */
package dev.freshet.gateway.sql;
