package dev.freshet.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.telemetry.TelemetryGenerator.Size;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TelemetryGeneratorTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-22T14:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void theSameArgumentsGiveTheSameBytes() throws IOException {
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        ByteArrayOutputStream other = new ByteArrayOutputStream();

        Truth truth = TelemetryGenerator.generate(7, ARRIVAL, Size.lines(2_000), out);

        assertThat(TelemetryGenerator.generate(7, ARRIVAL, Size.lines(2_000), again)).isEqualTo(truth);
        assertThat(again.toByteArray()).isEqualTo(out.toByteArray());
        TelemetryGenerator.generate(8, ARRIVAL, Size.lines(2_000), other);
        assertThat(other.toByteArray()).isNotEqualTo(out.toByteArray());
    }

    @Test
    void anIndependentCountConfirmsTheTruth() throws IOException {
        Truth truth = TelemetryGenerator.generate(11, ARRIVAL, Size.lines(20_000), out);

        assertThat(recount(out.toString(StandardCharsets.UTF_8))).isEqualTo(truth);
        assertThat(truth.lines()).isEqualTo(20_000);
        assertThat(truth.rows() + truth.rejects()).isEqualTo(20_000);
        assertThat(truth.rejectsByReason()).containsOnlyKeys(
                List.of(BrokenLine.values()).stream().map(BrokenLine::reason).toList());
        assertThat(truth.rowsByStatus()).containsOnlyKeys("completed", "failed", "partial", "skipped", "(none)");
    }

    @Test
    void aSmallFileHasBrokenLinesToo() throws IOException {
        assertThat(TelemetryGenerator.generate(1, ARRIVAL, Size.lines(500), out).rejects()).isEqualTo(3);
    }

    @Test
    void theLastLineReachesTheRequestedBytes() throws IOException {
        Truth truth = TelemetryGenerator.generate(3, ARRIVAL, Size.bytes(1_000_000), out);

        assertThat(out.size()).isEqualTo((int) truth.bytes()).isBetween(1_000_000, 1_002_000);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\n");
        assertThat(recount(out.toString(StandardCharsets.UTF_8))).isEqualTo(truth);
    }

    @Test
    void someEventsAreADayLateAndNoneIsInTheFuture() throws IOException {
        TelemetryGenerator.generate(5, ARRIVAL, Size.lines(5_000), out);

        List<Instant> times = out.toString(StandardCharsets.UTF_8).lines()
                .filter(l -> l.startsWith("{\"id\"") && l.endsWith("}") && !l.contains("yesterday"))
                .map(l -> l.replaceFirst(".*?\"time\":\"([^\"]*)\".*", "$1"))
                .map(t -> OffsetDateTime.parse(t).toInstant()).toList();
        assertThat(times).allMatch(t -> !t.isAfter(ARRIVAL));
        assertThat(times.stream().filter(t -> t.isBefore(ARRIVAL.minus(Duration.ofHours(2)))).count())
                .isBetween(50L, 200L);
    }

    @Test
    void truthsOfSeveralFilesAddUp() throws IOException {
        Truth first = TelemetryGenerator.generate(1, ARRIVAL, Size.lines(3_000), out);
        Truth second = TelemetryGenerator.generate(2, ARRIVAL, Size.lines(3_000), out);

        assertThat(recount(out.toString(StandardCharsets.UTF_8))).isEqualTo(first.plus(second));
        assertThat(first.plus(Truth.NOTHING)).isEqualTo(first);
    }

    /** An independent implementation of the spec's rules. */
    private static Truth recount(String text) throws IOException {
        Set<String> ids = new HashSet<>();
        SortedMap<String, Long> rejects = new TreeMap<>();
        SortedMap<String, Long> statuses = new TreeMap<>();
        long lines = 0;
        long sizeBytes = 0;
        String lastId = null;
        for (String line : text.split("\n")) {
            if (line.isBlank()) {
                continue;
            }
            lines++;
            String reason = reason(line);
            if (reason != null) {
                rejects.merge(reason, 1L, Long::sum);
                continue;
            }
            JsonNode row = JSON.readTree(line);
            lastId = row.get("id").asText();
            assertThat(ids.add(lastId)).as("id is new").isTrue();
            statuses.merge(row.get("status").isNull() ? "(none)" : row.get("status").asText(), 1L, Long::sum);
            JsonNode size = row.path("size_bytes");
            sizeBytes += size.asText().matches("[0-9]+") ? Long.parseLong(size.asText()) : 0;
        }
        return new Truth(lines, ids.size(), rejects, sizeBytes, statuses,
                text.getBytes(StandardCharsets.UTF_8).length, java.util.Optional.ofNullable(lastId));
    }

    private static String reason(String line) {
        JsonNode value;
        try {
            value = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return "malformed JSON";
        }
        if (value.isArray()) {
            return "a JSON array, not an object";
        }
        if (!value.path("id").asText().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return "required column id is missing, null or not a valid uuid";
        }
        return value.path("time").asText().startsWith("2026-11-2") ? null
                : "required column event_time is missing, null or not a valid timestamp(6) with time zone";
    }
}
