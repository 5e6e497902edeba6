package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.landing.RawFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns about silent causes of stale answers: clocks that differ, a tail that ends soon, a Trino that does not see
 * landed files. A check that cannot be made does not stop a run.
 */
record Advisor(DatasetSpec spec, Names names, TrinoSession trino) {
    private static final Logger log = LoggerFactory.getLogger(Advisor.class);
    /** Clocks synchronized by NTP differ by less than a second. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** Trino's current time; empty if it cannot be queried. */
    Optional<Instant> trinoNow() {
        try {
            return trino.query("SELECT to_unixtime(now())",
                    row -> Instant.ofEpochMilli((long) (row.getDouble(1) * 1000))).stream().findFirst();
        } catch (LakehouseException e) {
            log.warn("Cannot query Trino's clock: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * @param files recent raw files
     * @param tail raw files of landing partitions that the tail serves
     */
    List<String> warnings(Instant at, Optional<Instant> trinoNow, Optional<Publication> live, List<RawFile> files,
            Map<LandingPartition, List<RawFile>> tail) {
        List<String> warnings = new ArrayList<>(clock(at, trinoNow, live, files));
        warnings.addAll(tail(at, live));
        tail.forEach((partition, landed) -> warnings.addAll(visibility(partition, landed)));
        return warnings;
    }

    /** Compares this machine's clock with Trino's, the last publication and the newest raw file. */
    private List<String> clock(Instant at, Optional<Instant> trinoNow, Optional<Publication> live,
            List<RawFile> files) {
        List<String> warnings = new ArrayList<>();
        trinoNow.filter(now -> differ(at, now)).ifPresent(
                now -> warnings.add("this machine's clock shows %s, Trino's shows %s".formatted(at, now)));
        live.map(Publication::publishedAt).filter(published -> published.isAfter(at.plus(TOLERANCE)))
                .ifPresent(published -> warnings.add(
                        "this machine's clock shows %s, but the views were published at %s".formatted(at,
                                published)));
        files.stream().max(Comparator.comparing(RawFile::modified))
                .filter(newest -> newest.modified().isAfter(at.plus(TOLERANCE)))
                .ifPresent(newest -> warnings.add("this machine's clock shows %s, but %s was written at %s"
                        .formatted(at, newest.path(), newest.modified())));
        return warnings;
    }

    private static boolean differ(Instant a, Instant b) {
        return Duration.between(a, b).abs().compareTo(TOLERANCE) > 0;
    }

    /** Warns before the tail ends and after it has ended. */
    List<String> tail(Instant at, Optional<Publication> live) {
        return live.flatMap(publication -> publication.tail()
                .filter(tail -> at.isAfter(tail.endsSoonAfter(publication.zone())))
                .map(tail -> tail.endsAt(publication.zone()).isAfter(at)
                        ? "the tail ends at %s: files that land later are in no view until ./freshet run extends it"
                                .formatted(tail.endsAt(publication.zone()))
                        : "the tail has ended at %s: files that have landed since are in no view until ./freshet run extends it"
                                .formatted(tail.endsAt(publication.zone()))))
                .stream().toList();
    }

    /**
     * Warns if Trino does not see the newest raw file of the tail: its catalog may cache listings.
     *
     * @param files the files of one landing partition that the tail serves
     */
    List<String> visibility(LandingPartition partition, List<RawFile> files) {
        Optional<RawFile> newest = files.stream().filter(file -> file.bytes() > 0 && file.path().endsWith(".json"))
                .max(Comparator.comparing(RawFile::modified));
        try {
            if (newest.isEmpty() || !trino.query("SELECT 1 FROM %s WHERE \"$path\" = %s LIMIT 1".formatted(
                    names.tail(partition), Names.literal(newest.get().path())), row -> row.getInt(1)).isEmpty()) {
                return List.of();
            }
        } catch (LakehouseException e) {
            log.warn("Cannot query Trino for the newest file of {}: {}", partition, e.getMessage());
            return List.of();
        }
        return List.of(
                "Trino does not see %s, which was written at %s: catalog %s may cache listings (remove hive.file-status-cache-tables and hive.metastore-cache-ttl there)"
                        .formatted(newest.get().path(), newest.get().modified(), names.landingCatalog()));
    }
}
