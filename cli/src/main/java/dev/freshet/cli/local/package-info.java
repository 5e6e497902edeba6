/**
 * The local lakehouse as a process that outlives the command that starts it. {@code LakehouseDirectory} names its files
 * and shows whether it runs, {@code Host} is the process itself, {@code Background} starts it.
 */
package dev.freshet.cli.local;
