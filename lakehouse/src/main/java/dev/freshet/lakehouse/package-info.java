/**
 * The local lakehouse for tests, benchmarks and the demo. {@link dev.freshet.lakehouse.LocalLakehouse} starts and stops
 * it; a Trino that is already running takes its place by URL alone.
 */
package dev.freshet.lakehouse;
