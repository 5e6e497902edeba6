/**
 * Rows as typed columns, and columns as Parquet files. {@link dev.freshet.transform.columns.Columns} holds the rows,
 * {@link dev.freshet.transform.columns.ColumnFiles} sorts them and writes a file per Iceberg partition, and a
 * {@code ChunkWriter} encodes the pages of one column.
 */
package dev.freshet.transform.columns;
