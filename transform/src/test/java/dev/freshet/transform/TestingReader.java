package dev.freshet.transform;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Repeats the same queries and records every answer that is not allowed.
 */
final class TestingReader implements AutoCloseable {
    /** Replaces an answer while the view does not exist yet. */
    static final List<String> NOT_THERE = List.of("no such view");

    private final TestingLandingZone zone;
    private final Map<String, List<List<String>>> allowed;
    private final Map<String, Integer> seen = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "reader");
    private int checks;

    /** @param allowed for each query, its answers in the only order in which they may appear */
    TestingReader(TestingLandingZone zone, Map<String, List<List<String>>> allowed) {
        this.zone = zone;
        this.allowed = allowed;
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                Instant start = Instant.now();
                check();
                Thread.sleep(Duration.between(start, Instant.now()).multipliedBy(4));
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** Runs each query once. */
    synchronized void check() {
        allowed.forEach((query, answers) -> {
            int from = seen.getOrDefault(query, 0);
            List<String> answer = answer(query);
            int now = answers.subList(from, answers.size()).indexOf(answer);
            if (now < 0) {
                wrong.add("%s: %s, after %s".formatted(query, answer, answers.get(from)));
            } else {
                seen.put(query, from + now);
            }
        });
        checks++;
    }

    private List<String> answer(String query) {
        try {
            return zone.query(query).stream().sorted().toList();
        } catch (SQLException e) {
            String view = query.substring(query.lastIndexOf(' ') + 1);
            return e.getMessage().matches(
                    "(?s).*: (Schema '.*'|(Table|View) '.*\\.%1$s') does not exist|.*: Error processing metadata for table .*\\.%1$s"
                            .formatted(view))
                                    ? NOT_THERE
                                    : List.of(e.toString());
        }
    }

    /** How often each query has run. */
    synchronized int checks() {
        return checks;
    }

    /** The answers that are not allowed. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** The queries that have not reached their last answer. */
    synchronized List<String> unfinished() {
        return allowed.keySet().stream().filter(query -> seen.get(query) < allowed.get(query).size() - 1).toList();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
