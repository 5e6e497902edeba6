package dev.freshet.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The tables of the manual that are made of committed results, by the word that a page's comment names them with. */
final class ResultTables {
    private static final double MB = 1e6;

    private ResultTables() {}

    /** @throws IllegalArgumentException if there is no such kind */
    static String table(String kind, List<JsonNode> results) {
        JsonNode first = results.get(0);
        return text(switch (kind) {
            case "live" -> live(first);
            case "past days" -> pastDays(first);
            case "driver" -> driver(first);
            case "growth" -> growth(first);
            case "writers" -> writers(first);
            case "whole runs" -> wholeRuns(first);
            case "variants" -> variants(results);
            case "real data" -> realData(first);
            case "stages" -> stages(first);
            case "commits" -> commits(first);
            case "scan" -> scan(first);
            case "model" -> model(first);
            case "planning" -> planning(first);
            case "start-up" -> startUp(first);
            case "tail forms" -> tailForms(first);
            case "intraday" -> intraday(first);
            case "answers" -> answers(first);
            case "what grows" -> whatGrows(first);
            case "set-ups" -> setUps(results);
            case "side by side" -> sideBySide(results);
            case "endpoint" -> endpoint(first);
            case "endpoint process" -> endpointProcess(first);
            default -> throw new IllegalArgumentException("Invalid kind of table: " + kind);
        });
    }

    private static List<List<String>> live(JsonNode report) {
        List<List<String>> rows = rows("raw JSON", "question", "live, ms", "T-1, ms", "trino-jdbc, ms", "live / T-1",
                "T-1 / trino-jdbc");
        for (JsonNode ratio : report.get("ratios")) {
            Function<String, String> millis = contender -> number(0, list(report.get("rows")).filter(
                    row -> row.get("megabytes").equals(ratio.get("megabytes"))
                            && row.get("question").equals(ratio.get("question"))
                            && row.get("contender").asText().equals(contender))
                    .findFirst().orElseThrow().get("p50Millis"));
            rows.add(List.of(ratio.get("megabytes") + " MB", ratio.get("question").asText(), millis.apply("live"),
                    millis.apply("t-1"), millis.apply("trino-jdbc"), number(2, ratio.get("liveToT1")),
                    number(2, ratio.get("t1ToTrinoJdbc"))));
        }
        return rows;
    }

    private static List<List<String>> pastDays(JsonNode report) {
        List<String> readers = List.of("gateway", "gateway_first", "live_view");
        List<List<String>> rows = rows("landed today", "question", "predicate on", "`iceberg`, ms", "`gateway`, ms",
                "`gateway_first`, ms", "`live_view`, ms");
        for (JsonNode tail : report.get("tails")) {
            String landed = tail.get("megabytes") + " MB";
            List<String> questions = list(tail.get("figures")).map(figure -> figure.get("question").asText()).distinct()
                    .toList();
            BiFunction<String, String[], JsonNode> figure = (reader, question) -> list(tail.get("figures")).filter(
                    each -> each.get("reader").asText().equals(reader)
                            && each.get("question").asText().equals(question[0])
                            && each.get("by").asText().equals(question[1]))
                    .findFirst().orElseThrow();
            for (String question : questions) {
                for (String by : List.of("landed_on", "event_time")) {
                    List<String> row = cells(landed, "`" + question + "`", "`" + by + "`", number(0, figure.apply(
                            "iceberg", new String[]{question, by}).get("millis")));
                    readers.forEach(reader -> {
                        JsonNode own = figure.apply(reader, new String[]{question, by});
                        row.add("%s (%s)".formatted(number(0, own.get("millis")), number(2, own.get("toIceberg"))));
                    });
                    rows.add(row);
                }
            }
            for (String by : List.of("landed_on", "event_time")) {
                List<String> row = cells(landed, "all", "`" + by + "`", "");
                for (String reader : readers) {
                    List<Double> ratios = new ArrayList<>();
                    for (String question : questions) {
                        JsonNode own = figure.apply(reader, new String[]{question, by}).get("roundsMillis");
                        JsonNode iceberg = figure.apply("iceberg", new String[]{question, by}).get("roundsMillis");
                        for (int round = 0; round < own.size(); round++) {
                            ratios.add(own.get(round).asDouble() / iceberg.get(round).asDouble());
                        }
                    }
                    row.add((reader.equals("gateway") ? "**(%s)**" : "(%s)").formatted(number(2, median(ratios))));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<List<String>> driver(JsonNode report) {
        List<String> measures = list(report.get("figures")).map(figure -> figure.get("measure").asText()).distinct()
                .toList();
        List<List<String>> rows = rows("ns");
        measures.forEach(measure -> rows.get(0).add("`" + measure + "`"));
        List<String> target = cells("target for Freshet");
        for (String layer : list(report.get("figures")).map(figure -> figure.get("layer").asText()).distinct()
                .toList()) {
            List<String> row = cells("`" + layer + "`");
            list(report.get("figures")).filter(figure -> figure.get("layer").asText().equals(layer)).forEach(figure -> {
                row.add(layer.equals("bare") ? nanos(figure.get("nanos")) : added(figure.get("overBareNanos")));
                if (layer.equals("bare")) {
                    target.add(added(figure.get("targetNanos")));
                }
            });
            rows.add(row);
        }
        rows.add(target);
        return rows;
    }

    private static String added(JsonNode nanos) {
        return Math.abs(nanos.asDouble()) < 0.05 ? "0.0" : (nanos.asDouble() > 0 ? "+" : "") + nanos(nanos);
    }

    private static String nanos(JsonNode nanos) {
        return number(Math.abs(nanos.asDouble()) < 100 ? 1 : 0, nanos);
    }

    private static List<List<String>> growth(JsonNode report) {
        List<List<String>> rows = rows("");
        report.get("histories").forEach(history -> rows.get(0).add(history.get("days") + " days"));
        Map<String, String> figures = ordered("one of the first days, ms", "firstDayMillis",
                "one of the last days, ms", "lastDayMillis", "idle run, ms", "idleRunMillis", "plan, ms", "planMillis",
                "status, ms", "statusMillis", "status --all, ms", "statusAllMillis", "ledger of a day, ms",
                "ledgerMillis", "run with a late file, ms", "lateFileMillis", "its Iceberg metadata, bytes",
                "lateFileMetadataBytes", "its ledger, bytes", "lateFileLedgerBytes");
        figures.forEach((name, key) -> rows.add(row(name, report.get("histories"), history -> number(0, history.get(
                key)))));
        return rows;
    }

    private static List<List<String>> writers(JsonNode report) {
        JsonNode figures = report.get("data").get(0).get("figures");
        String first = "to `%s`".formatted(figures.get(0).get("contender").asText());
        List<List<String>> rows = rows("contender", "warm, CPU s/GB", first, "spread", "warm, s", "MB/s",
                "cold, CPU s/GB", first, "cold, s", "peak MB", "files", "MB", "unsorted files");
        for (JsonNode figure : figures) {
            JsonNode warm = figure.get("warm");
            JsonNode cold = figure.get("cold");
            JsonNode content = figure.get("content");
            rows.add(List.of("`" + figure.get("contender").asText() + "`", number(2, warm.get("cpuPerGb")),
                    number(2, warm.get("toFirst")), number(0, warm.get("spreadPercent")) + " %",
                    number(2, warm.get("seconds")), number(0, warm.get("mbPerSecond")), number(2, cold.get("cpuPerGb")),
                    number(2, cold.get("toFirst")), number(2, cold.get("seconds")), plain(warm.get("peakMb")),
                    content.get("files").asText(), number(1, content.get("bytes").asDouble() / MB), order(content)));
        }
        return rows;
    }

    private static String order(JsonNode content) {
        long rows = content.get("violations").asLong();
        return content.get("unsortedFiles").asInt() == 0 ? "0"
                : "%s (%d row%s)".formatted(content.get("unsortedFiles"), rows, rows == 1 ? "" : "s");
    }

    private static List<List<String>> wholeRuns(JsonNode report) {
        List<List<String>> rows = rows("whole run", "batch, CPU s/GB", "Trino, CPU s/GB", "both", "spread", "s",
                "peak MB of the batch");
        for (JsonNode run : report.get("data").get(0).get("runs")) {
            double batch = run.get("batchCpuPerGb").asDouble();
            double trino = run.get("trinoCpuPerGb").asDouble();
            rows.add(List.of("`" + setting(run) + "`", number(1, batch), number(1, trino),
                    number(1, batch + trino), number(0, run.get("spreadPercent")) + " %", number(1, run.get("seconds")),
                    plain(run.get("peakMb"))));
        }
        return rows;
    }

    /** The results of 2026-11-29 have the value alone. */
    private static String setting(JsonNode run) {
        return run.has("setting") ? run.get("setting").asText() : "reconcile: " + run.get("reconcile").asText();
    }

    /** A variant of a later result takes the place of the same one of an earlier result. */
    private static List<List<String>> variants(List<JsonNode> reports) {
        Map<String, JsonNode> variants = new LinkedHashMap<>();
        reports.forEach(report -> report.get("data").forEach(data -> variants.put(data.get("variant").asText(), data)));
        List<List<String>> rows = rows("variant");
        variants.values().iterator().next().get("figures").forEach(figure -> rows.get(0).add("`" + figure.get(
                "contender").asText() + "`"));
        variants.forEach((variant, data) -> {
            List<String> row = cells("`" + variant + "`");
            for (JsonNode figure : data.get("figures")) {
                row.add(row.size() == 1 ? number(1, figure.get("warm").get("cpuPerGb"))
                        : number(2, figure.get("warm").get("toFirst")));
            }
            rows.add(row);
        });
        return rows;
    }

    /** One question over plain files. T-1 is measured once for each size, whatever the number of raw files. */
    private static List<List<String>> scan(JsonNode report) {
        List<List<String>> rows = rows("landed today", "live, ms", "with ingest, ms", "T-1, ms", "live / T-1",
                "live, CPU ms", "with ingest, CPU ms");
        Map<String, JsonNode> t1 = new LinkedHashMap<>();
        Map<String, JsonNode> ingest = new LinkedHashMap<>();
        Map<String, JsonNode> live = new TreeMap<>();
        list(report.get("points")).filter(point -> point.get("question").asText().equals("group_by") && point.get(
                "codec").asText().equals("plain") && point.get("heldBack").asText().isEmpty()).forEach(point -> {
                    String files = "%4d MB in %3d files".formatted(Math.round(point.get("bytes").asLong() / MB),
                            point.get("files").asInt());
                    switch (point.get("reader").asText()) {
                        case "live" -> live.put(files, point);
                        case "ingest" -> ingest.put(files, point);
                        case "t-1" -> t1.put(files.split(" in ")[0], point);
                        default -> {
                            // reads the same as T-1
                        }
                    }
                });
        live.forEach((files, point) -> {
            JsonNode past = t1.get(files.split(" in ")[0]);
            rows.add(List.of(files.strip().replaceAll(" +", " ").replace(" 1 files", " 1 file"), millis(point),
                    millis(ingest.get(files)), millis(past),
                    number(1, point.get("medianMillis").asDouble() / past.get("medianMillis").asDouble()),
                    number(0, point.get("cpuMillis")), number(0, ingest.get(files).get("cpuMillis"))));
        });
        return rows;
    }

    private static String millis(JsonNode point) {
        return number(0, point.get("medianMillis"));
    }

    /** What a live query takes, as it was fitted, and how far off that is. */
    private static List<List<String>> model(JsonNode report) {
        List<List<String>> rows = rows("codec", "question", "ms", "ms / MB", "ms / file", "CPU ms / MB",
                "off at the median", "at p95", "points");
        for (String codec : List.of("plain", "gz", "zst")) {
            list(report.get("model")).filter(line -> line.get("reader").asText().equals("live") && line.get("codec")
                    .asText().equals(codec)).forEach(
                            line -> rows.add(List.of(codec, line.get("question").asText(), number(0, line.get(
                                    "baseMillis")),
                                    number(1, line.get("millisPerMegabyte")), number(1, line.get("millisPerFile")),
                                    number(1, line.get("cpuMillisPerMegabyte")), percent(line.get("medianError")),
                                    percent(line.get("p95Error")), plain(line.get("heldBack")))));
        }
        return rows;
    }

    private static String percent(JsonNode share) {
        return number(0, share.asDouble() * 100) + " %";
    }

    private static List<List<String>> planning(JsonNode report) {
        List<List<String>> rows = rows("columns", "branches", "T-1, ms", "live, ms", "spread of live");
        report.get("figures").forEach(figure -> rows.add(List.of(plain(figure.get("columns")),
                plain(figure.get("branches")), number(0, figure.get("t1Millis")), number(0, figure.get("liveMillis")),
                number(0, figure.get("spreadPercent")) + " %")));
        return rows;
    }

    private static List<List<String>> startUp(JsonNode report) {
        List<List<String>> rows = rows("command", "s", "CPU, s", "spread");
        report.get("figures").forEach(figure -> rows.add(List.of("`" + figure.get("started").asText() + "`",
                number(2, figure.get("seconds")), number(2, figure.get("cpuSeconds")),
                number(0, figure.get("spreadPercent")) + " %")));
        return rows;
    }

    private static List<List<String>> realData(JsonNode report) {
        List<String> names = List.of("GitHub events", "GitHub events, numbers vary", "status of a web server",
                "telemetry");
        List<List<String>> rows = rows("500 MB", "batch, CPU s/GB", "spread", "Trino, CPU s/GB", "spread", "s", "rows",
                "rejects", "Parquet, MB");
        for (JsonNode data : report.get("realData")) {
            rows.add(List.of(names.get(rows.size() - 1), number(1, data.get("batchCpuPerGb")),
                    number(0, data.get("batchSpreadPercent")) + " %", number(1, data.get("trinoCpuPerGb")),
                    number(0, data.get("trinoSpreadPercent")) + " %", number(1, data.get("seconds")),
                    number(0, data.get("rows")), number(0, data.get("rejects")),
                    number(1, data.get("parquetBytes").asDouble() / MB)));
        }
        return rows;
    }

    private static List<List<String>> stages(JsonNode report) {
        List<List<String>> rows = rows("stage", "share of CPU time");
        report.get("stages").get("percent").properties().forEach(stage -> rows.add(List.of(stage.getKey(), number(0,
                stage.getValue()) + " %")));
        return rows;
    }

    /** Means of the two. */
    private static List<List<String>> commits(JsonNode report) {
        List<List<String>> rows = rows("", "commits 1 to 100", "commits 901 to 1,000");
        Map<String, String> figures = ordered("commit, p50, ms", "commitP50Millis", "commit, p95, ms",
                "commitP95Millis", "stage, p50, ms", "stageP50Millis", "stage, p95, ms", "stageP95Millis");
        figures.forEach((name, key) -> rows.add(List.of(name, mean(report, "/figures/0/" + key), mean(report,
                "/figures/3/" + key))));
        ordered("metadata of the last commit, bytes", "commit", "metadata of the last staging, bytes", "staging")
                .forEach((name, key) -> rows.add(List.of(name, mean(report, "/metadataBytes/100/" + key), mean(report,
                        "/metadataBytes/1000/" + key))));
        return rows;
    }

    private static String mean(JsonNode report, String figure) {
        return number(0, list(report.get("commits")).mapToDouble(run -> run.at(figure).asDouble()).average()
                .orElseThrow());
    }

    private static List<List<String>> tailForms(JsonNode report) {
        Map<String, String> forms = ordered("text, `is_json_scalar` for the whole line: **what Freshet does**",
                "freshet", "the same with `json_parse` for the whole line", "json_parse",
                "each line through `json_parse` first, columns from that", "json_type", "Trino's OPENX_JSON reader",
                "openx_json");
        List<List<String>> rows = rows("form", "count", "filter on 1 column", "group by, 5 columns", "all 13 columns");
        forms.forEach((name, form) -> rows.add(row(name, figuresOf(report, form), figure -> number(0, figure.get(
                "millis")) + " ms")));
        rows.add(row("**Freshet / OPENX_JSON**", figuresOf(report, "freshet"), figure -> "**%s**".formatted(number(1,
                figure.get("toOpenx")))));
        return rows;
    }

    private static List<JsonNode> figuresOf(JsonNode report, String form) {
        return list(report.get("figures")).filter(figure -> figure.get("form").asText().equals(form)).toList();
    }

    private static List<List<String>> intraday(JsonNode report) {
        Map<String, String> questions = ordered("count", "count", "one row by `id`", "lookup", "group by, with a sum",
                "group_by", "the ten largest of a column", "top");
        List<List<String>> rows = rows("landed today", "query", "T-1", "live with intraday ingest", "live without");
        for (JsonNode point : report.get("points")) {
            questions.forEach((name, question) -> {
                JsonNode millis = list(point.get("figures")).filter(figure -> figure.get("question").asText().equals(
                        question)).findFirst().orElseThrow().get("millis");
                rows.add(List.of(question.equals("count") ? point.get("landed").asText() : "", name, number(0, millis
                        .get("T-1")), number(0, millis.get("live")), number(0, millis.get("live without"))));
            });
        }
        return rows;
    }

    private static List<List<String>> answers(JsonNode report) {
        List<List<String>> rows = rows("asked", "reads", "correct", "stale", "missing", "duplicate", "invented",
                "error");
        for (JsonNode way : report.get("results").get(0).get("ways")) {
            List<String> row = cells(way.get("way").asText(), number(0, way.get("reads")));
            rows.get(0).subList(2, rows.get(0).size()).forEach(is -> row.add(number(0, way.get("byClass").get(is))));
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> whatGrows(JsonNode report) {
        JsonNode moments = report.get("results").get(0).get("footprints");
        List<List<String>> rows = rows("");
        moments.forEach(at -> rows.get(0).add(at.get("moment").asText()));
        Map<String, String> figures = ordered("cut-overs", "/cutOvers",
                "heap of the batch and the readers after a collection, MB", "/heapBytes", "threads", "/threads",
                "files in the warehouse", "/warehouseFiles", "warehouse, MB", "/warehouseBytes",
                "tables and views in the hidden schema", "/hiddenTables", "tail tables", "/tailTables",
                "snapshots of the hot table", "/hot/snapshots", "tags of the hot table", "/hot/tags",
                "files of the hot table", "/hot/files", "characters of the live view", "/hot/viewText");
        figures.forEach((name, path) -> {
            if (!moments.get(0).at(path).isMissingNode()) {
                rows.add(row(name, moments, at -> path.endsWith("Bytes") ? number(1, at.at(path).asDouble() / MB)
                        : number(0, at.at(path))));
            }
        });
        return rows;
    }

    private static List<List<String>> setUps(List<JsonNode> reports) {
        List<List<String>> rows = rows("set-up", "cut-overs", "repairs", "rollbacks", "reads", "correct",
                "stale, missing, duplicate, invented or error");
        for (String setUp : List.of("S3, JDBC catalog", "S3, REST catalog", "disk, JDBC catalog, Trino 483")) {
            JsonNode result = reports.get(rows.size() - 1).get("results").get(0);
            long reads = list(result.get("ways")).mapToLong(way -> way.get("reads").asLong()).sum();
            long correct = list(result.get("ways")).mapToLong(way -> way.at("/byClass/correct").asLong()).sum();
            rows.add(List.of(setUp, number(0, result.get("cutOvers")), number(0, result.get("repairs")),
                    number(0, result.get("rollbacks")), number(0, reads), number(0, correct),
                    number(0, reads - correct)));
        }
        return rows;
    }

    private static List<List<String>> sideBySide(List<JsonNode> reports) {
        List<List<String>> rows = rows("raw JSON", "set-up", "live: count, ms", "group_by, ms", "lookup, ms",
                "T-1: count, ms", "group_by, ms", "lookup, ms");
        List<String> setUps = List.of("disk, Trino 476", "the same in a container", "disk, Trino 483",
                "S3, Trino 476", "disk, Trino 476, once more");
        for (int megabytes : List.of(10, 100)) {
            for (String setUp : setUps) {
                List<String> row = cells(megabytes + " MB", setUp);
                for (String reader : List.of("live", "t-1")) {
                    list(reports.get(setUps.indexOf(setUp)).get("rows")).filter(
                            each -> each.get("megabytes").asInt() == megabytes
                                    && each.get("contender").asText().equals(reader))
                            .sorted(Comparator.comparing(each -> each.get("question").asText()))
                            .forEach(each -> row.add(number(0, each.get("p50Millis"))));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<List<String>> endpoint(JsonNode report) {
        List<List<String>> rows = rows("clients", "right", "wrong", "errors", "failed while Trino was gone",
                "median, ms", "99 %, ms");
        report.get("clients").forEach(clients -> rows.add(Stream.concat(Stream.of(clients.get("clients").asText()),
                Stream.of("right", "wrong", "errors", "unavailable", "medianMillis", "millis99").map(
                        figure -> number(0, clients.get(figure))))
                .toList()));
        return rows;
    }

    private static List<List<String>> endpointProcess(JsonNode report) {
        List<List<String>> rows = rows("second", "heap, MB", "platform threads", "connections", "requests at work");
        list(report.get("endpoint")).filter(sample -> sample.get("second").asInt() % 60 == 0).forEach(
                sample -> rows.add(Stream.of("second", "heapMegabytes", "platformThreads", "connections",
                        "openRequests").map(figure -> number(0, sample.get(figure))).toList()));
        return rows;
    }

    /** Columns as wide as their widest cell; those of numbers are aligned to the right. */
    private static String text(List<List<String>> rows) {
        int columns = rows.get(0).size();
        List<Integer> widths = new ArrayList<>();
        List<Boolean> numbers = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            int column = i;
            widths.add(Math.max(3, rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow()));
            numbers.add(rows.stream().skip(1).map(row -> row.get(column)).allMatch(cell -> cell.matches(
                    "[+-]?[\\d,.]+( %| ms)?|\\*\\*[\\d.]+\\*\\*")));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append('|');
            for (int i = 0; i < columns; i++) {
                String padding = " ".repeat(widths.get(i) - row.get(i).length());
                text.append(' ').append(numbers.get(i) ? padding + row.get(i) : row.get(i) + padding).append(" |");
            }
            text.append('\n');
            if (row == rows.get(0)) {
                text.append('|');
                for (int i = 0; i < columns; i++) {
                    text.append("-".repeat(widths.get(i) + 1)).append(numbers.get(i) ? ":|" : "-|");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static List<List<String>> rows(String... head) {
        return new ArrayList<>(List.of(cells(head)));
    }

    private static List<String> cells(String... cells) {
        return new ArrayList<>(List.of(cells));
    }

    private static List<String> row(String name, Iterable<JsonNode> nodes, Function<JsonNode, String> cell) {
        List<String> row = cells(name);
        nodes.forEach(node -> row.add(cell.apply(node)));
        return row;
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static String number(int digits, JsonNode value) {
        return number(digits, value.asDouble());
    }

    private static String number(int digits, double value) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String plain(JsonNode value) {
        return String.format(Locale.ROOT, "%.0f", value.asDouble());
    }
}
