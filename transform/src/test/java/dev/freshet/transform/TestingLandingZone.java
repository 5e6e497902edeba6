package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A test's own dataset in a local lakehouse, with a clock that the test sets. */
final class TestingLandingZone implements AutoCloseable {
    final DatasetSpec spec;
    final LakehouseConnection lakehouse;
    final LakehouseConfig config;
    private final Path root;
    private Clock clock;

    /**
     * Creates a dataset in the shared lakehouse.
     *
     * @param rest the spec after {@code dataset}, {@code schema} and {@code landing}
     */
    TestingLandingZone(String dataset, String rest) throws IOException {
        this(dataset, rest, "dt={yyyy}-{MM}-{dd}");
    }

    TestingLandingZone(String dataset, String rest, String layout) throws IOException {
        this(config(), dataset, "test", rest, layout);
    }

    TestingLandingZone(LakehouseConfig config, String dataset, String schema, String rest) throws IOException {
        this(config, dataset, schema, rest, "dt={yyyy}-{MM}-{dd}");
    }

    private TestingLandingZone(LakehouseConfig config, String dataset, String schema, String rest, String layout)
            throws IOException {
        this.config = config;
        spec = SpecReader.parse(dataset + ".yaml", """
                                                   dataset: %s
                                                   schema: %s
                                                   landing: {root: "local:///landing/%s", layout: "%s"}
                                                   """.formatted(dataset, schema, dataset, layout) + rest);
        root = Files.createDirectories(directory().resolve("landing/" + dataset));
        lakehouse = LakehouseConnection.open(config);
        now("2026-11-22T12:00:00Z");
    }

    /** The directory of {@code local:///}. */
    Path directory() {
        return Path.of(config.iceberg().get(LocalFileIO.LOCATION));
    }

    static LakehouseConfig config() {
        return LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());
    }

    void now(String instant) {
        clock = Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    DailyBatch batch() {
        return new DailyBatch(spec, lakehouse, clock, BatchProgress.NONE);
    }

    DailyBatch batch(BatchProgress progress) {
        return new DailyBatch(spec, lakehouse, clock, progress);
    }

    /** On a connection of its own. */
    DailyBatch batch(LakehouseConnection own) {
        return new DailyBatch(spec, own, clock, BatchProgress.NONE);
    }

    Maintenance maintenance() {
        return maintenance(BatchProgress.NONE);
    }

    Maintenance maintenance(BatchProgress progress) {
        return new Maintenance(spec, lakehouse, clock, progress);
    }

    BatchReport run() {
        return run(BatchProgress.NONE);
    }

    BatchReport run(Optional<LandingPartition> last) {
        return batch().run(last);
    }

    BatchReport run(BatchProgress progress) {
        return batch(progress).run(Optional.empty());
    }

    /** Runs {@code action} just before the first time that a step is taken. */
    static BatchProgress before(Step step, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return (at, detail, bytes, total) -> {
            if (at == step && !done.getAndSet(true)) {
                action.run();
            }
        };
    }

    /** Replaces a file's content but keeps its size and time, so that a listing shows no change. */
    static void rewrite(Path file, String content) {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            if (content.length() != Files.size(file)) {
                throw new IllegalArgumentException(
                        "Invalid content: " + content + " (it must have the size of the old content)");
            }
            Files.writeString(file, content);
            Files.setLastModifiedTime(file, modified);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path land(String day, String name, String... lines) throws IOException {
        return land(day, name, (String.join("\n", lines) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Path land(String day, String name, byte[] content) throws IOException {
        return landIn("dt=" + LocalDate.parse(day), name, content);
    }

    void landQuietly(String day, String name, String... lines) {
        try {
            land(day, name, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path landIn(String directory, String name, String... lines) throws IOException {
        return landIn(directory, name,
                (String.join("\n", lines) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private Path landIn(String below, String name, byte[] content) throws IOException {
        Path directory = Files.createDirectories(root.resolve(below));
        Path hidden = Files.write(directory.resolve("." + name), content);
        return Files.move(hidden, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Runs a query in the dataset's schema. Returns its rows in order, with values joined by {@code |}. */
    List<String> query(String sql) throws SQLException {
        return rows(config.trinoUrl() + "/" + spec.schema(), sql);
    }

    /** Like {@link #query}, in the schema {@code test} of the shared lakehouse. */
    static List<String> rows(String sql) throws SQLException {
        return rows(LocalLakehouse.shared().trinoUrl() + "/test", sql);
    }

    static List<String> rows(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "test", null);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(answer.getObject(i)));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        }
    }

    @Override
    public void close() {
        lakehouse.close();
    }
}
