package dev.freshet.cli;

import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.RunLog;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.TrinoSession;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One dataset as the console shows it, cached for a few seconds, or longer if reading it takes long. */
final class ConsoleDataset {
    private static final int RUNS = 12;
    private static final int DAYS = 7;
    private static final Duration LEAST_AGE = Duration.ofSeconds(4);
    /** After each read it waits this many times as long, so that reading takes at most a tenth of the time. */
    private static final int REST = 9;

    private final SpecFile file;
    private final Connections connections;
    private Map<String, Object> state;
    private long readAgainAt;

    ConsoleDataset(SpecFile file, Connections connections) {
        this.file = file;
        this.connections = connections;
    }

    synchronized Map<String, Object> state() {
        long start = System.nanoTime();
        if (state == null || start - readAgainAt >= 0) {
            state = read();
            long end = System.nanoTime();
            readAgainAt = end + Math.max(LEAST_AGE.toNanos(), REST * (end - start));
        }
        return state;
    }

    private Map<String, Object> read() {
        DatasetSpec dataset = file.dataset();
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("schema", dataset.schema());
        read.put("dataset", dataset.name());
        read.put("zone", dataset.zone().toString());
        read.put("ingests", dataset.ingest().isPresent());
        try {
            read.putAll(file.refusable(() -> connections.with(this::read)));
        } catch (RuntimeException e) {
            read.put("error", String.valueOf(Failure.of(e).message()));
        }
        return read;
    }

    private Map<String, Object> read(LakehouseConnection lakehouse) {
        DatasetSpec dataset = file.dataset();
        DailyBatch batch = new DailyBatch(dataset, lakehouse, Clock.systemUTC(), BatchProgress.NONE);
        Names names = lakehouse.names(dataset);
        RunLog log = new RunLog(names, new TrinoSession(lakehouse.trino(), BatchProgress.NONE));
        return Map.of("view", names.liveView(), "rejectsView", names.rejectsView(),
                "status", new StatusOutput(batch.status(), dataset, StatusLimits.NONE).json(),
                "runs", log.last(RUNS).stream().map(ConsoleDataset::json).toList(),
                "ages", log.ages(DAYS).stream().map(age -> List.of(age.command(), age.hour().getEpochSecond(),
                        age.greatest().toSeconds())).toList());
    }

    private static Map<String, Object> json(RunLog.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("command", entry.command());
        json.put("startedAt", entry.startedAt().toString());
        json.put("millis", Duration.between(entry.startedAt(), entry.endedAt()).toMillis());
        json.put("error", entry.error().orElse(null));
        json.put("boundary", entry.work().boundary().map(Object::toString).orElse(null));
        json.put("completeUntil", entry.work().completeUntil().map(Object::toString).orElse(null));
        json.put("files", entry.work().files());
        json.put("bytes", entry.work().bytes());
        json.put("rows", entry.work().rows());
        json.put("rejects", entry.work().rejects());
        return json;
    }
}
