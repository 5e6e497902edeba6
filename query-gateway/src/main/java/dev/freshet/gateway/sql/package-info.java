/**
 * What the gateway knows of a statement's text: {@link dev.freshet.gateway.sql.ParsedSql} is a real parse with Trino's
 * own grammar, {@link dev.freshet.gateway.sql.TableReference} a place where a table is read.
 */
package dev.freshet.gateway.sql;
