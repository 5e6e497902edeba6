/**
 * Connections to Trino, the catalog and the landing zone, and what they report: failures and progress. Start with
 * {@link dev.freshet.transform.connect.Lakehouse}.
 */
package dev.freshet.transform.connect;
