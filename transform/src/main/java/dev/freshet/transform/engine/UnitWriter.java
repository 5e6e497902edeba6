package dev.freshet.transform.engine;

import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.landing.FileRange;
import dev.freshet.transform.landing.RawFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one ingest unit's raw files as Parquet: rows for history, rejects for the quarantine. */
final class UnitWriter {
    private static final Logger log = LoggerFactory.getLogger(UnitWriter.class);

    private final UnitEngine engine;
    private final IngestUnit unit;
    private final List<FileRange> ranges = new ArrayList<>();
    /** By path, in the order of the raw files. */
    private final Map<String, Inputs.Input> inputs = new LinkedHashMap<>();
    private long total;
    private long done;
    private long rows;
    private long rejects;
    private int next;

    UnitWriter(UnitEngine engine, IngestUnit unit) {
        this.engine = engine;
        this.unit = unit;
    }

    Written write(List<RawFile> files, SortedMap<String, String> setAside, List<Kept> kept) {
        total = files.stream().mapToLong(RawFile::bytes).sum();
        for (RawFile file : files) {
            inputs.put(file.path(), Inputs.Input.of(file, 0, 0));
            if (!setAside.containsKey(file.path())) {
                ranges.addAll(FileRange.split(file, engine.threads()));
            }
        }
        try {
            return written(files, setAside, kept);
        } catch (OutOfMemoryError e) {
            throw new LakehouseException("Cannot ingest %s: a heap of %d MB is too small (give it more: --memory %dg)"
                    .formatted(unit, Runtime.getRuntime().maxMemory() >> 20,
                            2 + (Runtime.getRuntime().maxMemory() >> 30)),
                    e);
        }
    }

    private Written written(List<RawFile> files, SortedMap<String, String> setAside, List<Kept> kept) {
        int threads = Math.clamp(FileRange.worth(files), 1, Math.max(1, Math.min(engine.threads(), ranges.size())));
        RowWriters writers = engine.rowWriters(unit);
        List<UnitPart> parts = Stream.generate(() -> new UnitPart(engine, unit, writers, checksums())).limit(threads)
                .toList();
        UnitPart first = parts.get(0);
        files.stream().filter(file -> setAside.containsKey(file.path()))
                .forEach(file -> add(first.reject(file, setAside.get(file.path()))));
        announce();
        inParallel(parts, this::readRanges);
        advance(total - done, 0, 0); // files that are set aside are not read
        List<Inputs.Input> all = new ArrayList<>(inputs.values());
        kept.forEach(each -> all.addAll(first.keep(each)));
        inParallel(parts, UnitPart::endReading);
        writers.sortTogether();
        inParallel(parts, UnitPart::flush);
        return joined(parts, new Inputs(all), kept);
    }

    private Checksums checksums() {
        return new Checksums(engine.spec(), total);
    }

    private void readRanges(UnitPart part) {
        for (FileRange range = next(); range != null; range = next()) {
            add(part.read(range, this::advance));
        }
    }

    private synchronized void advance(long bytes, long moreRows, long moreRejects) {
        done += bytes;
        rows += moreRows;
        rejects += moreRejects;
        announce();
    }

    /** The next range to read, or {@code null} at the end. */
    private synchronized FileRange next() {
        return next < ranges.size() ? ranges.get(next++) : null;
    }

    /** Adds the rows and rejects of a range. */
    private synchronized void add(Inputs.Input read) {
        inputs.merge(read.path(), read, Inputs.Input::plus);
    }

    private void announce() {
        engine.progress().lines(rows, rejects);
        engine.progress().at(Step.WRITE, Step.WRITE.label() + " " + unit, done, total);
    }

    /** Fails with what failed first; then the other parts end early. */
    private void inParallel(List<UnitPart> parts, Consumer<UnitPart> task) {
        if (parts.size() == 1) {
            task.accept(parts.get(0));
            return;
        }
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(parts.size())) {
            for (UnitPart part : parts) {
                threads.execute(() -> {
                    try {
                        task.accept(part);
                    } catch (Throwable e) {
                        failures.add(e);
                        stop();
                    }
                });
            }
        }
        switch (failures.isEmpty() ? null : failures.get(0)) {
            case null -> {
            }
            case Error error -> throw error;
            case RuntimeException e -> throw e;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    private synchronized void stop() {
        next = ranges.size();
    }

    private Written joined(List<UnitPart> parts, Inputs all, List<Kept> kept) {
        List<DataFile> rows = new ArrayList<>();
        List<DataFile> rejects = new ArrayList<>();
        Map<String, Long> reasons = new HashMap<>();
        Checksums checksums = checksums();
        for (UnitPart part : parts) {
            rows.addAll(part.rowFiles());
            rejects.addAll(part.rejectFiles());
            part.reasons().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
            checksums.addAll(part.checksums());
        }
        log.debug("{}: {} rows, {} rejects; {} lines needed the slower reader", unit, all.rows(), all.rejects(),
                parts.stream().mapToLong(UnitPart::slowLines).sum());
        return new Written(unit, rows, rejects, all, kept, reasons, Optional.of(checksums));
    }
}
