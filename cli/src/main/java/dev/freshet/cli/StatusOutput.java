package dev.freshet.cli;

import dev.freshet.cli.StatusLimits.Exceeded;
import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.screen.Table.Column;
import dev.freshet.cli.screen.Table;
import dev.freshet.core.Publication;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DatasetStatus.Lines;
import dev.freshet.transform.DatasetStatus.RawPartition;
import dev.freshet.transform.DatasetStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A dataset's status, as text or JSON.
 */
record StatusOutput(DatasetStatus status, DatasetSpec dataset, StatusLimits limits) implements DatasetOutput {
    private static final List<Column> COLUMNS = List.of(Column.text("served from"), Column.text("landed"),
            Column.number("files"), Column.number("size"), Column.text("newest file"));

    @Override
    public void print(PrintWriter out) {
        out.println(status.dataset());
        if (status.publication().isPresent()) {
            Publication published = status.publication().get();
            out.println("  boundary   " + published.boundary() + ", published "
                    + Figures.instant(published.publishedAt(), zone()));
            published.tail().ifPresent(
                    tail -> out.println("  tail ends  " + Figures.instant(tail.endsAt(zone()), zone())));
            out.println("  history    " + Figures.count(status.historyRows(), "row") + status.historyDataAsOf()
                    .map(asOf -> ", complete up to " + Figures.instant(asOf, zone())).orElse(""));
        } else {
            out.println("  not published yet: `freshet run` publishes it");
        }
        if (dataset.ingest().isPresent()) {
            out.println("  hot        " + total(status.hot()) + status.completeUntil()
                    .map(until -> ", complete up to " + Figures.instant(until, zone())).orElse(""));
        }
        out.println("  tail       " + total(status.tail()));
        status.lag().ifPresent(lag -> out.println("  lag        " + Figures.duration(lag)));
        status.lines().forEach(lines -> out.println("  rejects    " + StatusLimits.rejects(lines)));
        out.println("  late       " + (status.late().isEmpty() ? "none"
                : total(status.late()) + age(status.late()) + "; the next run ingests them"));
        out.println("  changed    " + (status.changed().isEmpty() ? "none"
                : total(status.changed()) + " gone or replaced since; history keeps what it ingested"));
        if (status.publication().isPresent()) {
            out.println("  checked    " + Figures.count(status.checked(), "landing partition")
                    + " before the boundary (--all checks all)");
        }
        status.damaged().forEach(partition -> out.println(
                "  damaged    " + partition + " lacks data files: `freshet repair --day " + partition
                        + "` writes them again"));
        out.println("  hidden     " + Figures.count(status.hidden(), "file") + " (names that start with . or _)");
        unseen().print(out, "  ");
        status.warnings().forEach(warning -> out.println("  warning    " + warning));
        if (!status.hot().isEmpty() || !status.tail().isEmpty() || !status.late().isEmpty()
                || !status.changed().isEmpty()) {
            try (Table table = new Table(out, COLUMNS)) {
                status.changed().forEach(partition -> table.row(cells("history (as it was)", partition)));
                status.late().forEach(partition -> table.row(cells("nothing (late)", partition)));
                status.hot().forEach(partition -> table.row(cells("hot", partition)));
                status.tail().forEach(partition -> table.row(cells("tail", partition)));
            }
        }
        out.flush();
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", status.dataset());
        json.put("boundary", status.publication().map(p -> p.boundary().toString()).orElse(null));
        json.put("publishedAt", status.publication().map(p -> p.publishedAt().toString()).orElse(null));
        json.put("historyDataAsOf", status.historyDataAsOf().map(Object::toString).orElse(null));
        json.put("historyRows", status.historyRows());
        json.put("historyFiles", status.historySize().files());
        json.put("historyBytes", status.historySize().bytes());
        json.put("lagSeconds", status.lag().map(Duration::toSeconds).orElse(null));
        json.put("lines", status.lines().stream().map(StatusOutput::json).toList());
        json.put("hot", status.hot().stream().map(StatusOutput::json).toList());
        json.put("completeUntil", status.completeUntil().map(Object::toString).orElse(null));
        json.put("tail", status.tail().stream().map(StatusOutput::json).toList());
        json.put("late", status.late().stream().map(StatusOutput::json).toList());
        json.put("changed", status.changed().stream().map(StatusOutput::json).toList());
        json.put("tailEndsAt", status.publication().flatMap(Publication::tail)
                .map(tail -> tail.endsAt(zone()).toString()).orElse(null));
        json.put("checked", status.checked());
        json.put("damaged", status.damaged().stream().map(Object::toString).toList());
        json.put("hidden", status.hidden());
        unseen().json(json);
        json.put("warnings", status.warnings());
        json.put("exceeded", limits.exceeded(status));
        return json;
    }

    @Override
    public Optional<CommandException> failure() {
        List<Exceeded> exceeded = limits.exceeded(status);
        return exceeded.isEmpty() ? Optional.empty()
                : Optional.of(new CommandException(ExitCode.LIMIT, exceeded.stream()
                        .map(each -> status.dataset() + " exceeds " + each).collect(Collectors.joining("\n"))));
    }

    private UnseenOutput unseen() {
        return new UnseenOutput(dataset.landing(), status.setAside(), status.notRead());
    }

    private ZoneId zone() {
        return dataset.zone();
    }

    /** How long the oldest file has been waiting. */
    private static String age(List<RawPartition> partitions) {
        return partitions.stream().flatMap(partition -> partition.oldest().stream()).min(Comparator.naturalOrder())
                .map(oldest -> ", the oldest " + Figures.duration(Duration.between(oldest, Instant.now())) + " old")
                .orElse("");
    }

    private static String total(List<RawPartition> partitions) {
        return partitions.isEmpty() ? "no files"
                : Figures.count(partitions.stream().mapToLong(RawPartition::files).sum(), "file") + " of "
                        + Figures.count(partitions.size(), "landing partition") + ", "
                        + Figures.bytes(partitions.stream().mapToLong(RawPartition::bytes).sum());
    }

    private List<String> cells(String from, RawPartition partition) {
        return List.of(from, partition.landed().toString(), Figures.count(partition.files()),
                Figures.bytes(partition.bytes()),
                partition.newest().map(newest -> Figures.instant(newest, zone())).orElse(""));
    }

    private static Map<String, Object> json(Lines lines) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("landed", lines.landed().toString());
        json.put("rows", lines.rows());
        json.put("rejects", lines.rejects());
        return json;
    }

    private static Map<String, Object> json(RawPartition partition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("landed", partition.landed().toString());
        json.put("files", partition.files());
        json.put("bytes", partition.bytes());
        json.put("oldest", partition.oldest().map(Object::toString).orElse(null));
        json.put("newest", partition.newest().map(Object::toString).orElse(null));
        return json;
    }
}
