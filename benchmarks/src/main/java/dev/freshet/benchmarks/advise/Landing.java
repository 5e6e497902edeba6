package dev.freshet.benchmarks.advise;

import dev.freshet.benchmarks.scan.Codec;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.RunLog;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What lands in a day, and how.
 *
 * @param megabytesByHour in each of the 24 hours, as stored
 * @param fileMegabytes of one file
 */
public record Landing(List<Double> megabytesByHour, double fileMegabytes, Codec codec) {
    private static final int LOGGED = 50;

    /**
     * What has landed for a dataset: yesterday, by the hour in which each file was modified; if nothing is left of it,
     * what the last run ingested according to the run log; else today so far.
     *
     * @throws LakehouseException if nothing has landed
     */
    public static Landing of(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock) {
        LandingZone zone = LandingZone.of(spec, lakehouse.landing(spec));
        ZonedDateTime now = clock.instant().atZone(spec.zone());
        List<RawFile> yesterday = day(spec, zone, now.toLocalDate().minusDays(1));
        if (!yesterday.isEmpty()) {
            return of(yesterday, spec);
        }
        List<RawFile> today = day(spec, zone, now.toLocalDate());
        Codec codec = today.isEmpty() ? Codec.PLAIN : codec(today);
        return logged(spec, lakehouse, codec).or(() -> soFar(today, now, codec))
                .orElseThrow(() -> new LakehouseException(
                        "Cannot find what lands for %s: no file of today or yesterday, and no run of a day that had files (say it with --ingest-rate and --file-size)"
                                .formatted(spec.name())));
    }

    private static List<RawFile> day(DatasetSpec spec, LandingZone zone, LocalDate day) {
        LandingPartition first = LandingPartition.at(day.atStartOfDay(spec.zone()).toInstant(), spec.zone(), spec
                .landing().cadence());
        LandingPartition end = LandingPartition.at(day.plusDays(1).atStartOfDay(spec.zone()).toInstant(), spec.zone(),
                spec.landing().cadence());
        return first.until(end).flatMap(partition -> zone.list(partition).stream()).filter(file -> file.bytes() > 0)
                .toList();
    }

    private static Landing of(List<RawFile> files, DatasetSpec spec) {
        Double[] hours = new Double[Load.HOURS];
        Arrays.fill(hours, 0.0);
        for (RawFile file : files) {
            hours[file.modified().atZone(spec.zone()).getHour()] += file.bytes() / 1e6;
        }
        return new Landing(List.of(hours), bytes(files) / 1e6 / files.size(), codec(files));
    }

    /** The last run of a day with files, as if they had landed evenly. */
    private static Optional<Landing> logged(DatasetSpec spec, LakehouseConnection lakehouse, Codec codec) {
        RunLog log = new RunLog(lakehouse.names(spec), new TrinoSession(lakehouse.trino(), BatchProgress.NONE));
        double perDay = spec.landing().cadence() == Cadence.HOURLY ? Load.HOURS : 1;
        return log.last(LOGGED).stream().filter(entry -> entry.command().equals("run") && entry.error().isEmpty()
                && entry.work().files() > 0).findFirst().map(entry -> new Landing(Load.constant(
                        entry.work().bytes()
                                * perDay / Duration.ofDays(1).toSeconds()),
                        entry.work().bytes() / 1e6 / entry.work().files(),
                        codec));
    }

    private static Optional<Landing> soFar(List<RawFile> today, ZonedDateTime now, Codec codec) {
        Instant midnight = now.toLocalDate().atStartOfDay(now.getZone()).toInstant();
        double seconds = Math.max(1, Duration.between(midnight, now.toInstant()).toSeconds());
        return today.isEmpty() ? Optional.empty()
                : Optional.of(new Landing(Load.constant(bytes(today) / seconds), bytes(today) / 1e6 / today.size(),
                        codec));
    }

    private static double bytes(List<RawFile> files) {
        return files.stream().mapToLong(RawFile::bytes).sum();
    }

    /** That of most bytes. */
    private static Codec codec(List<RawFile> files) {
        return Arrays.stream(Codec.values()).max((a, b) -> Double.compare(bytes(files, a), bytes(files, b)))
                .orElseThrow();
    }

    private static double bytes(List<RawFile> files, Codec codec) {
        return bytes(files.stream().filter(file -> Codec.of(file.path()) == codec).toList());
    }
}
