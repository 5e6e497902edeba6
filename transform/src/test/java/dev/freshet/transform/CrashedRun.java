package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs that together take every step, each with the files that land before it, its start and the allowed answers. */
enum CrashedRun {
    /** The first run: ingests yesterday, and today stays in the tail. */
    FIRST("2026-11-22T12:00:00Z", new Landed("2026-11-21", "a", 1, 3), new Landed("2026-11-22", "a", 4, 6)),
    /** A run after a missed night, with a late file and tail tables to retire. */
    SECOND("2026-11-24T00:05:00Z", new Landed("2026-11-21", "late", 7, 9), new Landed("2026-11-22", "b", 10, 11),
            new Landed("2026-11-23", "a", 12, 14)),
    /** A run with a new column in the spec, followed by housekeeping. */
    CHANGED("2026-11-22T12:00:00Z", new Landed("2026-11-22", "c", 15, 17)),
    /** A run whose days Trino writes, with a late file. */
    BY_TRINO("2026-11-23T00:05:00Z", new Landed("2026-11-21", "late", 21, 22), new Landed("2026-11-22", "e", 23, 25)),
    /** A backfill of days before all others. */
    BACKFILLED("2026-11-22T12:00:00Z", new Landed("2026-11-01", "f", 31, 33), new Landed("2026-11-02", "f", 33, 36)),
    /** An intraday ingest of what has landed today. */
    INGESTED("2026-11-22T12:00:00Z", new Landed("2026-11-22", "d", 18, 20));

    private static final Duration RETIRE_AFTER = Duration.ofHours(1);
    private static final String SPEC = """
                                       columns:
                                         id: {type: bigint, required: true}
                                       %s
                                       tail: {look_ahead: P1D, retire_after: %s}
                                       %s
                                       """;

    private final Instant start;
    private final List<Landed> files;

    CrashedRun(String start, Landed... files) {
        this.start = Instant.parse(start);
        this.files = List.of(files);
    }

    /** A raw file with one line for each id from {@code first} to before {@code last}, and a broken line at the end. */
    private record Landed(String day, String name, int first, int last) {
        void into(TestingLandingZone zone) throws IOException {
            Stream<String> lines = ids().map(id -> "{\"id\":%s}".formatted(id));
            zone.land(day, name + ".json", Stream.concat(lines, rejects()).toArray(String[]::new));
        }

        Stream<String> ids() {
            return IntStream.range(first, last).mapToObj(String::valueOf);
        }

        Stream<String> rejects() {
            return Stream.of("broken " + last);
        }
    }

    /** Creates the dataset in its own schema, to keep its tables apart from others. */
    TestingLandingZone zone(LakehouseConfig config, String dataset) throws IOException {
        return new TestingLandingZone(config, dataset, dataset,
                SPEC.formatted(this == CHANGED ? "  size: bigint" : "", RETIRE_AFTER,
                        this == INGESTED ? "ingest: {every: PT1M, min_age: PT0S}"
                                : this == BY_TRINO ? "engine: trino" : ""));
    }

    /** Executes the earlier runs, and lands the files for this one. */
    void prepare(TestingLandingZone zone) throws IOException {
        if (this != FIRST) {
            try (TestingLandingZone before = FIRST.zone(zone.config, zone.spec.name())) {
                FIRST.prepare(before);
                before.run();
            }
        }
        for (Landed file : files) {
            file.into(zone);
        }
        now(zone);
    }

    void go(TestingLandingZone zone, BatchProgress progress) {
        if (this == INGESTED) {
            zone.batch(progress).ingest();
            return;
        }
        if (this == BACKFILLED) {
            zone.batch(progress).backfill(LandingPartition.parse("2026-11-01"), LandingPartition.parse("2026-11-03"));
            return;
        }
        zone.run(progress);
        if (this == CHANGED) {
            zone.maintenance(progress).run(RETIRE_AFTER);
        }
    }

    /** Sets the clock to the start of this run. */
    TestingLandingZone now(TestingLandingZone zone) {
        zone.now(start.toString());
        return zone;
    }

    /** Sets the clock to a time at which every tail table before the boundary may be retired. */
    void later(TestingLandingZone zone) {
        zone.now(start.plus(RETIRE_AFTER).toString());
    }

    /** The allowed answers to each query, in the order in which readers may get them. */
    Map<String, List<List<String>>> answers(String dataset) {
        String live = "SELECT id FROM %s".formatted(dataset);
        String t1 = "SELECT id FROM %s_t1".formatted(dataset);
        String rejects = "SELECT line FROM %s_rejects".formatted(dataset);
        List<Landed> first = FIRST.files;
        if (this == FIRST) {
            return new TreeMap<>(Map.of(live, List.of(TestingReader.NOT_THERE, ids(first)), t1,
                    List.of(TestingReader.NOT_THERE, ids(first.subList(0, 1))), rejects,
                    List.of(TestingReader.NOT_THERE, rejects(first))));
        }
        if (this == CHANGED || this == INGESTED) {
            return new TreeMap<>(Map.of(live, List.of(ids(concat(first, files))), t1,
                    List.of(ids(first.subList(0, 1))), rejects, List.of(rejects(concat(first, files)))));
        }
        if (this == BACKFILLED) {
            List<Landed> one = concat(first, files.subList(0, 1));
            List<Landed> two = concat(first, files);
            List<Landed> yesterday = first.subList(0, 1);
            return new TreeMap<>(Map.of(live, List.of(ids(first), ids(one), ids(two)), t1,
                    List.of(ids(yesterday), ids(concat(yesterday, files.subList(0, 1))), ids(concat(yesterday, files))),
                    rejects, List.of(rejects(first), rejects(one), rejects(two))));
        }
        List<Landed> late = files.subList(0, 1);
        List<Landed> all = concat(first, files);
        List<Landed> yesterday = first.subList(0, 1);
        List<Landed> before = concat(first, files.subList(1, files.size()));
        return new TreeMap<>(Map.of(live, List.of(ids(before), ids(all)), t1,
                List.of(ids(yesterday), ids(concat(yesterday, late)), ids(all)),
                rejects, List.of(rejects(before), rejects(all))));
    }

    private static List<Landed> concat(List<Landed> a, List<Landed> b) {
        return Stream.of(a, b).flatMap(Collection::stream).toList();
    }

    private static List<String> ids(List<Landed> files) {
        return files.stream().flatMap(Landed::ids).sorted().toList();
    }

    private static List<String> rejects(List<Landed> files) {
        return files.stream().flatMap(Landed::rejects).sorted().toList();
    }
}
