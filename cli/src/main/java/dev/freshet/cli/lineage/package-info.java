/**
 * Tells an OpenLineage receiver of runs. {@link dev.freshet.cli.lineage.Lineage} sends what
 * {@link dev.freshet.cli.lineage.RunEvents} says.
 */
package dev.freshet.cli.lineage;
