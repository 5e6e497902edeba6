package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Repeats one query in its own thread, and requires that every answer is allowed. */
final class Readers implements AutoCloseable {
    private final String sql;
    private final List<String> allowed;
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger answers = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "reader");
    private volatile boolean closed;

    private Readers(String sql, List<String> allowed) {
        this.sql = sql;
        this.allowed = allowed;
    }

    static Readers querying(String sql, String... allowed) {
        Readers readers = new Readers(sql, List.of(allowed));
        readers.thread.start();
        return readers;
    }

    private void run() {
        while (!closed) {
            try {
                String answer = String.join(",", TestingLandingZone.rows(sql));
                if (!allowed.contains(answer)) {
                    wrong.add(answer);
                }
            } catch (SQLException e) {
                wrong.add(e.getMessage());
            }
            answers.incrementAndGet();
        }
    }

    /** Waits for the first answer, so that all later changes are observed. */
    Readers watching() {
        while (answers.get() == 0) {
            Thread.onSpinWait();
        }
        return this;
    }

    /** Stops querying and checks the answers. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(wrong).as("of %s answers to %s", answers, sql).isEmpty();
        assertThat(answers).hasPositiveValue();
    }
}
