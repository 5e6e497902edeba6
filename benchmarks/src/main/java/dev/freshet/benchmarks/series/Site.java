package dev.freshet.benchmarks.series;

import dev.freshet.transform.connect.LakehouseConfig;
import java.util.List;

/**
 * Where the suites of a series run.
 *
 * @param where the lakehouse's name in reports
 * @param isTrinoOurs whether this process has started Trino, so that its CPU time can be read
 * @param landingRoot where raw files land; they are deleted at the end
 * @param freshet the words that start the command
 */
public record Site(LakehouseConfig lakehouse, String where, boolean isTrinoOurs, String landingRoot,
        List<String> freshet) {}
