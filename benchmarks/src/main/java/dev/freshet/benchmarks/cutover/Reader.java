package dev.freshet.benchmarks.cutover;

import dev.freshet.gateway.FreshetStatement;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs one query after the other, each way in turn, and has each answer judged. */
final class Reader {
    private static final long IDLE = Long.MAX_VALUE;

    private final List<Way> ways;
    private final Judge judge;
    private final Lock reading;
    private final List<Connection> connections = new ArrayList<>();
    private volatile long sent = IDLE;
    private volatile int rounds;

    /** @param reading held while a query is under way */
    Reader(List<Way> ways, Judge judge, Lock reading) {
        this.ways = ways;
        this.judge = judge;
        this.reading = reading;
    }

    void connect(LakehouseConfig lakehouse) throws SQLException {
        for (Way way : ways) {
            connections.add(way.driver().connect(lakehouse));
        }
    }

    /** After each answer it rests for half as long as the answer took, to leave the batch its share of the machine. */
    void readUntil(BooleanSupplier isEnd) throws InterruptedException {
        while (!isEnd.getAsBoolean()) {
            for (int i = 0; i < ways.size(); i++) {
                long began = System.nanoTime();
                ask(ways.get(i), connections.get(i));
                Thread.sleep(Duration.ofNanos((System.nanoTime() - began) / 2));
            }
            rounds++;
        }
    }

    private void ask(Way way, Connection connection) {
        reading.lock();
        long now = System.nanoTime();
        sent = now;
        Optional<LocalDate> before = way.before().map(Supplier::get);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(Figures.sql(way.table(), before))) {
            SortedMap<Long, Figures> files = new TreeMap<>();
            while (rows.next()) {
                files.put(rows.getLong(1), new Figures(rows.getLong(2), rows.getLong(3), rows.getLong(4),
                        rows.getLong(5), rows.getLong(6)));
            }
            judge.answered(way, new Read(now, System.nanoTime(), before, reported(way, statement), files));
        } catch (SQLException e) {
            judge.failed(way, now, System.nanoTime(), e);
        } finally {
            sent = IDLE;
            reading.unlock();
        }
    }

    private static Optional<LocalDate> reported(Way way, Statement statement) throws SQLException {
        return way.view() == Way.View.T_1 && statement.isWrapperFor(FreshetStatement.class)
                ? statement.unwrap(FreshetStatement.class).routes().stream().findFirst()
                        .map(route -> LocalDate.ofInstant(route.dataAsOf(), ZoneOffset.UTC))
                : Optional.empty();
    }

    /** Whether a query sent before then is still running. */
    boolean isReadingSince(long nanos) {
        return sent < nanos;
    }

    /** How often it has queried each way. */
    int rounds() {
        return rounds;
    }

    void disconnect() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
