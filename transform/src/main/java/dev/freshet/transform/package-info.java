/**
 * The daily batch. Read {@link dev.freshet.transform.DailyBatch} first: its {@code run} is the runbook. It works on a
 * {@link dev.freshet.transform.Lakehouse}, which {@link dev.freshet.transform.LakehouseConfig} says how to reach.
 */
package dev.freshet.transform;
