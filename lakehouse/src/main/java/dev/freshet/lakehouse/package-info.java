/**
 * The local lakehouse for tests, benchmarks and the demo. {@link dev.freshet.lakehouse.LocalLakehouse} starts and stops
 * it; a Trino that is already running can replace it by its URL.
 */
package dev.freshet.lakehouse;
