/**
 * History and its quarantine as Iceberg tables: {@link dev.freshet.transform.history.History} replaces whole
 * partitions.
 */
package dev.freshet.transform.history;
