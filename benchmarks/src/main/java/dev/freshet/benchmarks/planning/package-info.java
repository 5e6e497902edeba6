/**
 * What planning a live query costs, by the number of columns and of landing days in the tail.
 * {@link dev.freshet.benchmarks.planning.PlanningBench} measures it;
 * {@link dev.freshet.benchmarks.planning.PlanningReport} is what comes out.
 */
package dev.freshet.benchmarks.planning;
