package dev.freshet.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A statement that failed, reported as Trino would. Most are those that the gateway rejects instead of sending them.
 * Trino first accepts every statement and reports the error on the next page, and some clients read it only there. The
 * URI of that page holds the error, so the gateway keeps nothing until the client fetches it.
 */
record FailedQuery(String id, String message, int errorCode, String errorName, String errorType) {
    static final String PATH = Relay.STATEMENT + "/freshet/";

    /** Longest message, in characters. Some clients and proxies do not accept longer URIs. */
    private static final int LONGEST = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final List<String> ZEROS = List.of("nodes", "totalSplits", "queuedSplits", "runningSplits",
            "completedSplits", "planningTimeMillis", "analysisTimeMillis", "cpuTimeMillis", "wallTimeMillis",
            "queuedTimeMillis", "elapsedTimeMillis", "finishingTimeMillis", "physicalInputTimeMillis", "processedRows",
            "processedBytes", "physicalInputBytes", "physicalWrittenBytes", "internalNetworkInputBytes",
            "peakMemoryBytes", "spilledBytes");

    /** The client's request is invalid. */
    static FailedQuery invalid(String message) {
        return of(message, 0, "GENERIC_USER_ERROR", "USER_ERROR");
    }

    static FailedQuery of(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof LookUpException lookUp) {
                return of(e.getMessage(), lookUp.getErrorCode(), lookUp.errorName(), lookUp.errorType());
            }
        }
        return invalid(e.getMessage());
    }

    private static FailedQuery of(String message, int errorCode, String errorName, String errorType) {
        String id = "%s_%05d_frsht".formatted(ID.format(Instant.now()), NUMBER.incrementAndGet() % 100_000);
        return new FailedQuery(id, shortened(message), errorCode, errorName, errorType);
    }

    /** A query of Trino's that failed. */
    static FailedQuery ofTrino(String id, JsonNode error) {
        return new FailedQuery(id, shortened(error.path("message").asText()), error.path("errorCode").asInt(),
                error.path("errorName").asText(), error.path("errorType").asText());
    }

    /** A query of Trino's that had no row in time. */
    static FailedQuery late(String id, String message) {
        return new FailedQuery(id, message, 131_075, "EXCEEDED_TIME_LIMIT", "INSUFFICIENT_RESOURCES");
    }

    /** A query of Trino's that read too much before its first row. */
    static FailedQuery large(String id, String message) {
        return new FailedQuery(id, message, 131_081, "EXCEEDED_SCAN_LIMIT", "INSUFFICIENT_RESOURCES");
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
    }

    /** @throws Refusal if the path does not name a failed query */
    static FailedQuery at(String path) throws Refusal {
        try {
            byte[] json = Base64.getUrlDecoder().decode(path.substring(PATH.length()));
            return Optional.ofNullable(JSON.readValue(json, FailedQuery.class))
                    .orElseThrow(() -> new IllegalArgumentException("null"));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(404, "Cannot find the query: " + path, e);
        }
    }

    /** @param base the endpoint's address */
    byte[] accepted(String base) {
        Map<String, Object> json = head(base);
        json.put("nextUri", base + PATH + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(this)));
        json.put("stats", stats("QUEUED"));
        json.put("warnings", List.of());
        return bytes(json);
    }

    /** @param base the endpoint's address */
    byte[] failed(String base) {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("type", "dev.freshet.gateway.http.FailedQuery");
        failure.put("message", message);
        failure.put("suppressed", List.of());
        failure.put("stack", List.of());
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("errorCode", errorCode);
        error.put("errorName", errorName);
        error.put("errorType", errorType);
        error.put("failureInfo", failure);
        Map<String, Object> json = head(base);
        json.put("stats", stats("FAILED"));
        json.put("error", error);
        json.put("warnings", List.of());
        return bytes(json);
    }

    private Map<String, Object> head(String base) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("infoUri", base + "/ui/query.html?" + id);
        return json;
    }

    static Map<String, Object> stats(String state) {
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("state", state);
        stats.put("queued", state.equals("QUEUED"));
        stats.put("scheduled", false);
        ZEROS.forEach(key -> stats.put(key, 0));
        return stats;
    }

    private static byte[] bytes(Object json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + e.getMessage(), e);
        }
    }
}
