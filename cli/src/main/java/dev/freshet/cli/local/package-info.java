/**
 * The local lakehouse as a process that outlives the command that starts it. {@code LakehouseDirectory} knows its files
 * and whether it runs, {@code Host} is the process itself, {@code Background} starts it.
 */
package dev.freshet.cli.local;
