/**
 * Trino's {@code checksum}, computed here: over rows as {@link dev.freshet.transform.checksum.RowsChecksum}, over the
 * lines of raw files as {@link dev.freshet.transform.checksum.LinesChecksum}. Both are sums, so parts can be added in
 * any order. {@link dev.freshet.transform.checksum.TrinoHash} has the hash of each type, without boxing.
 */
package dev.freshet.transform.checksum;
