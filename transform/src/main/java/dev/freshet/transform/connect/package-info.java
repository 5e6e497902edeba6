/**
 * Connections to Trino, the catalog and the landing zone, and what they report: failures and progress. Start with
 * {@link dev.freshet.transform.connect.LakehouseConnection}.
 */
package dev.freshet.transform.connect;
