package dev.freshet.gateway.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What became of the requests of one kind of clients. Many threads add to it. */
final class Tally {
    private final String clients;
    private final LongAdder unavailable = new LongAdder();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    /**
     * @param right answers that were as expected
     * @param unavailable requests that failed while Trino could not be reached
     */
    record Figures(String clients, long right, long wrong, long errors, long unavailable, long medianMillis,
            long millis99) {}

    Tally(String clients) {
        this.clients = clients;
    }

    void right(long began) {
        nanos.add(System.nanoTime() - began);
    }

    void wrong(String answer) {
        wrong.add(answer);
    }

    void error(String message) {
        errors.add(message);
    }

    void unavailable() {
        unavailable.increment();
    }

    Figures figures() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Figures(clients, sorted.length, wrong.size(), errors.size(), unavailable.sum(),
                sorted.length == 0 ? 0 : sorted[sorted.length / 2] / 1_000_000,
                sorted.length == 0 ? 0 : sorted[sorted.length * 99 / 100] / 1_000_000);
    }

    /** Some answers that were wrong, and some errors. */
    String examples() {
        return "%s: wrong %s, errors %s".formatted(clients, wrong.stream().distinct().limit(5).toList(),
                errors.stream().distinct().limit(5).toList());
    }
}
