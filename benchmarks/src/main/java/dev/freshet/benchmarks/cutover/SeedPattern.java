package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.Contender;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * The pattern as the talk showed it: one Iceberg table, one external table on the current day, a view over both with
 * {@code current_date}, and a nightly batch that inserts the day and then rebuilds the external table on the next.
 */
record SeedPattern(DatasetSpec spec, LakehouseConnection lakehouse, SimulatedClock clock) implements ServingPattern {
    private static final String COLUMNS = "id bigint, file_no bigint, amount bigint, note varchar";

    @Override
    public String name() {
        return "seed";
    }

    @Override
    public boolean goesBack() {
        return false;
    }

    @Override
    public List<Way> ways(int reader) {
        return List.of(new Way(Way.View.LIVE, Contender.TRINO_JDBC, names().liveView()));
    }

    @Override
    public void prepare() {
        Names names = names();
        for (String schema : List.of(schema(names.catalog(), names.schema()), schema(names.catalog(), names
                .hiddenSchema()), schema(names.landingCatalog(), names.hiddenSchema()))) {
            execute("CREATE SCHEMA IF NOT EXISTS " + schema);
        }
        remove();
        execute("CREATE TABLE %s (%s, created_date date) WITH (partitioning = ARRAY['created_date'])"
                .formatted(icebergTable(), COLUMNS));
        createExternalTable(clock.today());
        execute("""
                CREATE VIEW %s SECURITY INVOKER AS
                SELECT id, file_no, amount, note FROM %s WHERE created_date < current_date
                UNION ALL
                SELECT id, file_no, amount, note FROM %s""".formatted(names.liveView(), icebergTable(),
                externalTable()));
    }

    @Override
    public void run(CutOverWatch watch) {
        LocalDate today = clock.today();
        execute("INSERT INTO %s SELECT id, file_no, amount, note, %s FROM %s".formatted(icebergTable(),
                LandingPartition.of(today.minusDays(1)).literal(), externalTable()));
        watch.begins(CutOverWatch.Part.FLIP);
        execute("DROP TABLE " + externalTable());
        createExternalTable(today);
    }

    private void createExternalTable(LocalDate day) {
        execute("CREATE TABLE %s (%s) WITH (format = 'JSON', external_location = '%s')".formatted(
                externalTable(), COLUMNS, spec.landing().directory(LandingPartition.of(day))));
    }

    @Override
    public void remove() {
        execute("DROP VIEW IF EXISTS " + names().liveView());
        execute("DROP TABLE IF EXISTS " + icebergTable());
        execute("DROP TABLE IF EXISTS " + externalTable());
        try {
            lakehouse.landing(spec).deletePrefix(spec.landing().root() + "/");
        } catch (NotFoundException e) {
            // nothing has landed yet
        }
    }

    private Names names() {
        return lakehouse.names(spec);
    }

    private String icebergTable() {
        return Names.qualified(names().catalog(), names().hiddenSchema(), spec.name() + "_iceberg");
    }

    private String externalTable() {
        return Names.qualified(names().landingCatalog(), names().hiddenSchema(), spec.name() + "_external");
    }

    private static String schema(String catalog, String schema) {
        return Names.quoted(catalog) + "." + Names.quoted(schema);
    }

    private void execute(String sql) {
        try (Statement statement = lakehouse.trino().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchException("Cannot run the seed's batch: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }
}
