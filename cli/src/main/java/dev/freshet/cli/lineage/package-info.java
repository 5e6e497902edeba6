/**
 * Tells an OpenLineage receiver of runs. {@link dev.freshet.cli.lineage.Lineage} sends what
 * {@link dev.freshet.cli.lineage.RunEvents} says. OpenLineage's own client would bring nine libraries to each batch for
 * three events, and its builders would take as many lines; a test compares both.
 */
package dev.freshet.cli.lineage;
