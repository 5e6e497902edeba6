/**
 * The daily batch. Read {@link dev.freshet.transform.DailyBatch} first: its {@code run} is the runbook. It works on a
 * {@link dev.freshet.transform.connect.LakehouseConnection}, configured by
 * {@link dev.freshet.transform.connect.LakehouseConfig}.
 */
package dev.freshet.transform;
