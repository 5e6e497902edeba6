package dev.freshet.transform;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reader who asks the same queries over and over and remembers every answer that no reader may get.
 */
final class TestingReader implements AutoCloseable {
    /** In place of an answer, that there is no such view yet. */
    static final List<String> NOT_THERE = List.of("no such view");

    private final TestingLandingZone zone;
    private final Map<String, List<List<String>>> allowed;
    private final Map<String, Integer> seen = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "reader");
    private int looks;

    /** @param allowed by query, its answers in the order in which they may come; none may come back */
    TestingReader(TestingLandingZone zone, Map<String, List<List<String>>> allowed) {
        this.zone = zone;
        this.allowed = allowed;
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                Instant start = Instant.now();
                look();
                Thread.sleep(Duration.between(start, Instant.now()).multipliedBy(4));
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** Asks each query once. */
    synchronized void look() {
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
        looks++;
    }

    private List<String> answer(String query) {
        try {
            return zone.ask(query).stream().sorted().toList();
        } catch (SQLException e) {
            String view = query.substring(query.lastIndexOf(' ') + 1);
            return e.getMessage().matches(
                    "(?s).*: (Schema '.*'|(Table|View) '.*\\.%1$s') does not exist|.*: Error processing metadata for table .*\\.%1$s"
                            .formatted(view))
                                    ? NOT_THERE
                                    : List.of(e.toString());
        }
    }

    /** How often it has asked. */
    synchronized int looks() {
        return looks;
    }

    /** What it got that it may not get. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** The queries that have not come to their last answer. */
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
