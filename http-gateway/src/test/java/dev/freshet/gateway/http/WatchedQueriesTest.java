package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedQueriesTest {
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final WatchedQueries queries = new WatchedQueries(12_000, () -> now);

    private static T1Query query(int length) {
        return new T1Query("x".repeat(length), FailedQuery.late("", ""));
    }

    private static String id(int number) {
        return "20261126_120000_%05d_abcde".formatted(number);
    }

    private Optional<WatchedQuery> find(int number) {
        return queries.find("/v1/statement/executing/" + id(number) + "/y123/4?maxWait=1s");
    }

    @Test
    void aQueryIsFoundByAnyPathWithItsId() {
        T1Query one = query(1);
        queries.put(id(1), one);
        assertThat(find(1)).contains(one);
        assertThat(queries.find("/v1/query/" + id(1))).contains(one);
        assertThat(find(2)).isEmpty();
        assertThat(queries.find("/v1/statement")).isEmpty();
        queries.remove(id(1));
        assertThat(find(1)).isEmpty();
    }

    @Test
    void whatWasNotAskedForTheLongestTimeIsDroppedForMemory() {
        queries.put(id(1), query(1_500));
        queries.put(id(2), query(1_500));
        queries.put(id(3), query(1_500));
        find(1);
        queries.put(id(4), query(1_500));
        assertThat(find(1)).isPresent();
        assertThat(find(2)).isEmpty();
        assertThat(find(3)).isPresent();
        assertThat(find(4)).isPresent();
        queries.put(id(5), query(6_000));
        assertThat(find(5)).as("too large").isEmpty();
        queries.put(id(6), query(1));
        assertThat(find(6)).isPresent();
    }

    @Test
    void whatNoClientAsksForIsDropped() {
        queries.put(id(1), query(1));
        queries.put(id(2), query(1));
        now = now.plus(Duration.ofMinutes(9));
        find(2);
        now = now.plus(Duration.ofMinutes(9));
        queries.put(id(3), query(1));
        assertThat(find(1)).isEmpty();
        assertThat(find(2)).isPresent();
    }
}
