package dev.freshet.benchmarks.tail;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Removal;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.Versions;
import dev.freshet.cli.telemetry.Backups;
import dev.freshet.cli.telemetry.TelemetryGenerator;
import dev.freshet.cli.telemetry.TelemetryGenerator.Size;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.json.LineMapper;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Lands clean lines once, checks that all forms give the same answers, and times them in turns. */
public final class TailBench {
    private static final String DATASET = "tail_forms";
    private static final long SEED = 20_261_122;
    private static final int FILES = 8;
    private static final int WARM_UP_ROUNDS = 2;

    private final LakehouseConnection lakehouse;
    private final DatasetSpec spec;
    private final Names names;
    private final LandingPartition day;

    /**
     * How much is measured.
     *
     * @param megabytes of raw JSON (1 MB is 10^6 bytes)
     * @param rounds each over all forms; the median over them is published
     */
    public record Options(int megabytes, int rounds) {
        public Options {
            if (megabytes < 1 || rounds < 1) {
                throw new IllegalArgumentException(
                        "Invalid benchmark: %d MB, %d rounds (at least 1 of each)".formatted(megabytes, rounds));
            }
        }

        String command() {
            return "./freshet bench tail --megabytes %d --rounds %d".formatted(megabytes, rounds);
        }
    }

    private TailBench(LakehouseConnection lakehouse, String landingRoot, Instant now) {
        this.lakehouse = lakehouse;
        this.spec = SpecReader.parse(DATASET + ".yaml",
                Backups.yaml().replace("dataset: " + Backups.DATASET, "dataset: " + DATASET)
                        .replace("schema: telemetry", "schema: bench")
                        .replace("local:///landing/" + Backups.DATASET, landingRoot + "/" + DATASET));
        this.names = lakehouse.names(spec);
        this.day = LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY);
    }

    /**
     * On any lakehouse. The dataset is in the schema {@code bench} and is removed at the end, even if it fails.
     *
     * @throws BenchException if the forms' answers differ or the lakehouse fails
     */
    public static TailReport run(Site site, Options options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(site.lakehouse())) {
            TailBench bench = new TailBench(lakehouse, site.landingRoot(), start);
            try {
                long lines = bench.land(options.megabytes(), start, progress);
                bench.open();
                bench.agree(lines);
                return new TailReport(start.truncatedTo(ChronoUnit.SECONDS).toString(),
                        options.command() + site.options(), site.where(),
                        Versions.trino(lakehouse), Versions.jdk(), host, options.megabytes(), lines,
                        options.rounds(), bench.time(options.rounds(), progress));
            } finally {
                bench.remove();
            }
        }
    }

    private void remove() {
        execute("DROP TABLE IF EXISTS " + TailForm.openx(names));
        new Removal(lakehouse).remove(spec);
    }

    private long land(int megabytes, Instant now, BenchProgress progress) {
        LineMapper mapper = new LineMapper(spec, day);
        long lines = 0;
        for (int file = 0; file < FILES; file++) {
            progress.at("landing", file, FILES);
            String location = spec.landing().directory(day) + "/part-" + file + ".json";
            try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                    lakehouse.landing().newOutputFile(location).create(), StandardCharsets.UTF_8))) {
                ByteArrayOutputStream generated = new ByteArrayOutputStream();
                TelemetryGenerator.generate(SEED + file, now, Size.bytes(megabytes * 1_000_000L / FILES), generated);
                for (String line : (Iterable<String>) generated.toString(StandardCharsets.UTF_8).lines()::iterator) {
                    if (mapper.map(line, location) instanceof LineMapper.Result.Row) {
                        out.write(line);
                        out.write('\n');
                        lines++;
                    }
                }
            } catch (IOException e) {
                throw new BenchException("Cannot land %s: %s".formatted(location, e.getMessage()), e);
            }
        }
        return lines;
    }

    private void open() {
        execute("CREATE SCHEMA IF NOT EXISTS %s.%s".formatted(Names.quoted(names.landingCatalog()),
                Names.quoted(names.hiddenSchema())));
        for (TailForm form : TailForm.values()) {
            execute(form.create(spec, names, day));
        }
    }

    private void agree(long lines) {
        for (TailQuestion question : TailQuestion.values()) {
            List<String> answer = ask(question, TailForm.FRESHET);
            for (TailForm form : TailForm.values()) {
                List<String> other = ask(question, form);
                if (!other.equals(answer)) {
                    throw new BenchException("Cannot compare: to %s, %s answers %s, %s answers %s".formatted(question,
                            TailForm.FRESHET, answer, form, other));
                }
            }
            if (question == TailQuestion.COUNT && !answer.equals(List.of(String.valueOf(lines)))) {
                throw new BenchException("Cannot compare: %d lines landed, %s counts %s".formatted(lines,
                        TailForm.FRESHET, answer));
            }
        }
    }

    private List<TailReport.Figure> time(int rounds, BenchProgress progress) {
        List<TailReport.Figure> figures = new ArrayList<>();
        for (TailQuestion question : TailQuestion.values()) {
            Map<TailForm, List<Double>> times = new EnumMap<>(TailForm.class);
            List<TailForm> turns = new ArrayList<>(List.of(TailForm.values()));
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                progress.at("timing " + question, round + WARM_UP_ROUNDS, rounds + WARM_UP_ROUNDS);
                for (TailForm form : turns) {
                    long start = System.nanoTime();
                    ask(question, form);
                    double millis = (System.nanoTime() - start) / 1e6;
                    if (round >= 0) {
                        times.computeIfAbsent(form, f -> new ArrayList<>()).add(millis);
                    }
                }
                Collections.rotate(turns, 1);
            }
            for (TailForm form : TailForm.values()) {
                figures.add(figure(form, question, times));
            }
        }
        return figures;
    }

    private static TailReport.Figure figure(TailForm form, TailQuestion question, Map<TailForm, List<Double>> times) {
        List<Double> own = times.get(form);
        List<Double> ratios = Median.ratios(own, times.get(TailForm.OPENX_JSON));
        return new TailReport.Figure(form.toString(), question.toString(), median(own), median(ratios),
                Collections.min(own), Collections.max(own));
    }

    private static double median(List<Double> values) {
        return Math.round(Median.of(values) * 100) / 100.0;
    }

    private List<String> ask(TailQuestion question, TailForm form) {
        String sql = question.of(form.rows(spec, names, day));
        try (Statement statement = lakehouse.trino().createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> answer = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
                answer.add(String.join(" ", values));
            }
            return answer;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    private void execute(String sql) {
        try (Statement statement = lakehouse.trino().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    private static BenchException failed(String sql, SQLException e) {
        return new BenchException("Failed to measure the tail: %s (%s)".formatted(e.getMessage(), sql), e);
    }
}
