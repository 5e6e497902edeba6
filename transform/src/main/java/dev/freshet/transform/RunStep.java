package dev.freshet.transform;

import java.util.List;
import java.util.function.Supplier;

/**
 * A step of a run.
 *
 * @param text what it would do now: SQL statements, and work outside Trino as comments; empty if nothing
 */
record RunStep(Supplier<List<String>> text, Runnable work) {}
