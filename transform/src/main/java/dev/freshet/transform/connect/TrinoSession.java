package dev.freshet.transform.connect;

import dev.freshet.spec.sql.View;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the batch's statements on Trino and logs them at debug level. A failure names the statement. */
public final class TrinoSession {
    private static final Logger log = LoggerFactory.getLogger(TrinoSession.class);

    /** Trino's {@code HIVE_CURSOR_ERROR}, {@code HIVE_CANNOT_OPEN_SPLIT} and {@code HIVE_BAD_DATA}. */
    private static final Set<Integer> FILE_FAULTS = Set.of(0x0100_0001, 0x0100_0003, 0x0100_0007);

    private static final int VIEW_IS_STALE = 81;

    private final Connection connection;
    private final BatchProgress progress;

    public TrinoSession(Connection connection, BatchProgress progress) {
        this.connection = connection;
        this.progress = progress;
    }

    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @param text evaluated after the step has been announced */
    public void execute(Step step, Supplier<String> text) {
        progress.at(step, step.label(), 0, 0);
        execute(text.get());
    }

    /** Executes an idempotent statement that another run may execute at the same time. */
    public void ensure(Step step, String sql) {
        progress.at(step, step.label(), 0, 0);
        retried(() -> {
            execute(sql);
            return null;
        });
    }

    /** Retries once, because another run may be creating the same schema, table or view at this moment. */
    private static <T> T retried(Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (LakehouseException e) {
            log.debug("trying once more", e);
            return attempt.get();
        }
    }

    /** Executes a statement that belongs to no step of a run. */
    public void execute(String sql) {
        log.debug("{}", sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    public <T> List<T> query(String sql, RowReader<T> reader) {
        log.debug("{}", sql);
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
            List<T> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(reader.read(answer));
            }
            return rows;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** The text of a view as {@code SHOW CREATE VIEW} returns it on all catalogs; empty if there is no such view. */
    public Optional<String> viewText(String view) {
        return retried(() -> showCreate("VIEW", view)).map(View::withoutLocation);
    }

    /** The text of a table as {@code SHOW CREATE TABLE} returns it; empty if there is no such table. */
    public Optional<String> tableText(String table) {
        return retried(() -> showCreate("TABLE", table));
    }

    private Optional<String> showCreate(String kind, String name) {
        String sql = "SHOW CREATE " + kind + " " + name;
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
            return answer.next() ? Optional.of(answer.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            if (e.getMessage().contains("does not exist")) {
                return Optional.empty();
            }
            throw failed(sql, e);
        }
    }

    /** Trino's version, such as 476. */
    public String version() {
        try {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw failed("(its version)", e);
        }
    }

    /**
     * Whether its user reads a table as it is. A column mask or a row filter of Trino's access control would show in
     * the plan.
     */
    public boolean readsAsStored(String table) {
        String plan = query("EXPLAIN SELECT * FROM " + table, row -> row.getString(1)).get(0);
        return plan.contains("TableScan[") && !plan.contains(":: [");
    }

    /** Whether Trino itself reported the failure, rather than being unreachable. */
    public static boolean isAnswer(LakehouseException e) {
        return errorCode(e) != 0;
    }

    /** Whether Trino could not open or read a raw file. */
    public static boolean isFileFault(LakehouseException e) {
        return FILE_FAULTS.contains(errorCode(e));
    }

    /** Whether a query failed because the columns that a view reads have changed. */
    public static boolean isStale(LakehouseException e) {
        return errorCode(e) == VIEW_IS_STALE;
    }

    /** Whether a change of an Iceberg table failed because another one came before it. */
    public static boolean isConflict(LakehouseException e) {
        return isAnswer(e) && e.getMessage().contains("Failed to commit");
    }

    /** Trino's code of the failure; 0 if it is not Trino's. */
    public static int errorCode(LakehouseException e) {
        return e.getCause() instanceof SQLException cause ? cause.getErrorCode() : 0;
    }

    private static LakehouseException failed(String sql, SQLException e) {
        return new LakehouseException("Trino refused: %s%n%s".formatted(e.getMessage(), sql), e);
    }
}
