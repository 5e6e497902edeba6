package dev.freshet.benchmarks;

import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.samples.Truth;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.Lakehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;

/** Lands the datasets through the lakehouse's own file system, whatever it is, and takes them away again. */
record BenchData(Lakehouse lakehouse, String landingRoot, Instant now, BenchProgress progress) {

    /** Lands a pair and runs the batch on both; what an earlier run left is removed first. */
    Truth land(SameLines lines) {
        remove(lines);
        LandingPartition today = LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY);
        Truth scan = land(lines, lines.scan().spec(landingRoot), today);
        Truth history = land(lines, lines.history().spec(landingRoot), today.plus(-1));
        if (!scan.equals(history)) {
            throw new BenchException("Cannot compare: the generator wrote other lines the second time (%s, %s)"
                    .formatted(scan, history));
        }
        return scan;
    }

    private Truth land(SameLines lines, DatasetSpec spec, LandingPartition day) {
        Truth truth = Truth.NOTHING;
        for (int file = 0; file < lines.files(); file++) {
            progress.at("landing " + spec.name(), file, lines.files());
            truth = truth.plus(landFile(lines, file, spec, day, "part-%02d.json".formatted(file)));
        }
        new DailyBatch(spec, lakehouse, Clock.fixed(now, ZoneOffset.UTC),
                (step, detail, done, total) -> progress.at(detail, done, total)).run(Optional.empty());
        return truth;
    }

    Truth landFile(SameLines lines, int file, DatasetSpec spec, LandingPartition day, String name) {
        String location = spec.landing().directory(day) + "/" + name;
        try (OutputStream out = lakehouse.landing().newOutputFile(location).create()) {
            return lines.write(file, now, out);
        } catch (IOException e) {
            throw new BenchException("Cannot land %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    /** Views, tables and raw files; the schemas stay for as long as others have something in them. */
    void remove(SameLines lines) {
        for (SameLines.Dataset dataset : List.of(lines.scan(), lines.history())) {
            DatasetSpec spec = dataset.spec(landingRoot);
            Names names = lakehouse.names(spec);
            for (String view : names.views()) {
                drop("VIEW", names.catalog(), names.schema(), names.view(view));
                drop("VIEW", names.catalog(), names.hiddenSchema(), names.keptView(view));
            }
            for (String table : List.of(names.history(), names.historyRejects())) {
                drop("TABLE", names.catalog(), names.hiddenSchema(), table);
            }
            tails(names).forEach(tail -> drop("TABLE", names.landingCatalog(), names.hiddenSchema(), tail));
            try {
                lakehouse.landing().deletePrefix(spec.landing().root() + "/");
            } catch (NotFoundException e) {
                // nothing has landed yet
            }
        }
    }

    private void drop(String kind, String catalog, String schema, String name) {
        if (isThere(catalog, schema)) {
            execute("DROP %s IF EXISTS %s".formatted(kind, name));
        }
    }

    private List<String> tails(Names names) {
        if (!isThere(names.landingCatalog(), names.hiddenSchema())) {
            return List.of();
        }
        return list("SHOW TABLES FROM %s.%s".formatted(Names.quoted(names.landingCatalog()),
                Names.quoted(names.hiddenSchema()))).stream().flatMap(table -> names.tailPartition(table).stream())
                .map(names::tail).toList();
    }

    private boolean isThere(String catalog, String schema) {
        return list("SHOW SCHEMAS FROM " + Names.quoted(catalog)).contains(schema);
    }

    private void execute(String sql) {
        try (Statement statement = lakehouse.trino().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchException("Cannot prepare the benchmark: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }

    private List<String> list(String sql) {
        try (Statement statement = lakehouse.trino().createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> list = new ArrayList<>();
            while (rows.next()) {
                list.add(rows.getString(1));
            }
            return list;
        } catch (SQLException e) {
            throw new BenchException("Cannot prepare the benchmark: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }
}
