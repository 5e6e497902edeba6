package dev.freshet.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import dev.freshet.cli.screen.Figures;
import dev.freshet.core.CostModel;
import dev.freshet.core.CostModel.Line;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.TrinoSession;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How long live queries take, for people.
 *
 * @param model that {@code advise} measured
 * @param isCurrent whether it was measured on the Trino that is asked now
 */
record ExpectedTime(CostModel model, boolean isCurrent) {
    /** The cheapest question, and one that reads two columns of each line. */
    private static final List<String> QUESTIONS = List.of("count", "group_by");

    /** Empty if nothing was measured. */
    static Optional<ExpectedTime> of(CostModelFile file, LakehouseConfig lakehouse, Connection trino) {
        return file.read().map(model -> new ExpectedTime(model, model.isOf(lakehouse.trinoUrl(),
                new TrinoSession(trino, BatchProgress.NONE).version())));
    }

    /** A sentence without its full stop. */
    String text(long rawFiles, long rawBytes) {
        String date = model.date().replaceFirst("T.*", "");
        if (!isCurrent) {
            return "how long a live query takes is not known: the cost model of %s is of Trino %s at %s (%s advise --measure)"
                    .formatted(date, model.trino(), model.where(), CommonOptions.freshet());
        }
        List<Line> lines = model.lines().stream()
                .filter(line -> line.reader().equals(CostModel.LIVE) && QUESTIONS.contains(line.question())).toList();
        Map<String, String> times = lines.stream().collect(groupingBy(Line::codec, LinkedHashMap::new,
                mapping(line -> "%s for %s".formatted(Figures.duration(Duration.ofMillis(Math.round(
                        model.millis(line, rawBytes / 1e6, rawFiles)))), line.question()), joining(" and "))));
        return "a live query takes about %s, without history (cost model of %s, off by %s at the median, %s at p95)"
                .formatted(times.entrySet().stream().map(time -> time.getValue() + " of " + time.getKey() + " files")
                        .collect(joining(", ")), date, worst(lines, Line::medianError), worst(lines, Line::p95Error));
    }

    private static String worst(List<Line> lines, ToDoubleFunction<Line> error) {
        return String.format(Locale.ROOT, "%.0f %%", lines.stream().mapToDouble(error).max().orElse(0) * 100);
    }
}
