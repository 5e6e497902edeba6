package dev.freshet.cli;

import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.DatasetStatus.Lines;
import dev.freshet.transform.DatasetStatus;
import dev.freshet.transform.Quarantine;
import dev.freshet.transform.RunLog;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.TrinoSession;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One dataset as the console shows it. */
record ConsoleDataset(SpecFile file, Connections connections, CostModelFile costModel) {
    private static final int RUNS = 12;
    private static final int DAYS = 7;

    Map<String, Object> state() {
        DatasetSpec dataset = file.dataset();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("schema", dataset.schema());
        state.put("dataset", dataset.name());
        state.put("zone", dataset.zone().toString());
        state.put("ingests", dataset.ingest().isPresent());
        try {
            state.putAll(file.refusable(() -> connections.aside(this::read)));
        } catch (RuntimeException e) {
            state.put("error", String.valueOf(Failure.of(e).message()));
        }
        return state;
    }

    private Map<String, Object> read(LakehouseConnection lakehouse) {
        DatasetSpec dataset = file.dataset();
        Names names = lakehouse.names(dataset);
        TrinoSession trino = new TrinoSession(lakehouse.trino(), BatchProgress.NONE);
        DatasetStatus status = new DailyBatch(dataset, lakehouse, Clock.systemUTC(), BatchProgress.NONE).status();
        RunLog log = new RunLog(names, trino);
        Map<String, Object> read = new LinkedHashMap<>(
                Map.of("view", names.liveView(), "rejectsView", names.rejectsView(),
                        "status", new StatusOutput(status, dataset, StatusLimits.NONE).json(),
                        "rejects", rejects(status, new Quarantine(names, trino)),
                        "runs", log.last(RUNS).stream().map(ConsoleDataset::json).toList(),
                        "ages", log.ages(DAYS).stream().map(age -> List.of(age.command(), age.hour().getEpochSecond(),
                                age.greatest().toSeconds())).toList()));
        ExpectedTime.of(costModel, lakehouse.config(), lakehouse.trino()).ifPresent(expected -> read.put("expected",
                expected.text(status.tail().stream().mapToLong(DatasetStatus.RawPartition::files).sum(),
                        status.tail().stream().mapToLong(DatasetStatus.RawPartition::bytes).sum())));
        return read;
    }

    /** Of the last landing partition in history and of the hot files, if any of their lines was rejected. */
    private static List<Quarantine.Reason> rejects(DatasetStatus status, Quarantine quarantine) {
        return status.lines().stream().filter(lines -> lines.rejects() > 0).map(Lines::landed)
                .min(Comparator.naturalOrder()).map(quarantine::reasons).orElse(List.of());
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
        json.put("steps", entry.work().steps().entrySet().stream().map(
                step -> List.of(step.getKey().name().toLowerCase(Locale.ROOT), step.getValue().toMillis())).toList());
        return json;
    }
}
