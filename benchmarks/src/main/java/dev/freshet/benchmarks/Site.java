package dev.freshet.benchmarks;

import dev.freshet.transform.connect.LakehouseConfig;

/**
 * Where a benchmark runs.
 *
 * @param where the lakehouse's name in reports
 * @param options that start such a lakehouse, for the command in reports: each after a space, or none
 * @param isTrinoOurs whether Trino is a single child process of this one, with files on disk, so that Trino's CPU time
 *        and the files can be read
 * @param landingRoot where raw files land, in a directory for each dataset; they are deleted at the end
 */
public record Site(LakehouseConfig lakehouse, String where, String options, boolean isTrinoOurs, String landingRoot) {
    public Site {
        landingRoot = landingRoot.replaceFirst("(?<=[^/])/+$", "");
    }

    /** A lakehouse that is there. */
    public static Site of(LakehouseConfig lakehouse, String landingRoot) {
        return new Site(lakehouse, lakehouse.trinoUrl().replaceFirst("\\?.*", ""), "", false, landingRoot);
    }
}
