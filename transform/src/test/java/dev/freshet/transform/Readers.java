package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who asks one query all the time, from a thread of its own; every answer must be one that is allowed. */
final class Readers implements AutoCloseable {
    private final String sql;
    private final List<String> allowed;
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger asked = new AtomicInteger();
    private final Thread thread = new Thread(this::ask, "reader");
    private volatile boolean closed;

    private Readers(String sql, List<String> allowed) {
        this.sql = sql;
        this.allowed = allowed;
    }

    static Readers asking(String sql, String... allowed) {
        Readers readers = new Readers(sql, List.of(allowed));
        readers.thread.start();
        return readers;
    }

    private void ask() {
        while (!closed) {
            try {
                String answer = String.join(",", TestingLandingZone.rows(sql));
                if (!allowed.contains(answer)) {
                    wrong.add(answer);
                }
            } catch (SQLException e) {
                wrong.add(e.getMessage());
            }
            asked.incrementAndGet();
        }
    }

    /** Waits until an answer has come, so that whatever follows is watched. */
    Readers watching() {
        while (asked.get() == 0) {
            Thread.onSpinWait();
        }
        return this;
    }

    /** Ends the asking and looks at the answers. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(wrong).as("of %s answers to %s", asked, sql).isEmpty();
        assertThat(asked).hasPositiveValue();
    }
}
