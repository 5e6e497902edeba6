package dev.freshet.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The answer to a statement that the gateway does not send to Trino, in the words in which Trino says so. */
record FailedQuery(String message, int errorCode, String errorName, String errorType) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final List<String> ZEROS = List.of("nodes", "totalSplits", "queuedSplits", "runningSplits",
            "completedSplits", "planningTimeMillis", "analysisTimeMillis", "cpuTimeMillis", "wallTimeMillis",
            "queuedTimeMillis", "elapsedTimeMillis", "finishingTimeMillis", "physicalInputTimeMillis", "processedRows",
            "processedBytes", "physicalInputBytes", "physicalWrittenBytes", "internalNetworkInputBytes",
            "peakMemoryBytes", "spilledBytes");

    /** What the client asks for cannot be understood. */
    static FailedQuery invalid(String message) {
        return new FailedQuery(message, 0, "GENERIC_USER_ERROR", "USER_ERROR");
    }

    static FailedQuery of(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof LookUpException lookUp) {
                return new FailedQuery(e.getMessage(), lookUp.getErrorCode(), lookUp.errorName(), lookUp.errorType());
            }
        }
        return invalid(e.getMessage());
    }

    /** @param base the endpoint's address */
    byte[] json(String base) {
        String id = "%s_%05d_frsht".formatted(ID.format(Instant.now()), NUMBER.incrementAndGet() % 100_000);
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("state", "FAILED");
        stats.put("queued", false);
        stats.put("scheduled", false);
        ZEROS.forEach(key -> stats.put(key, 0));
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
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("infoUri", base + "/ui/query.html?" + id);
        json.put("stats", stats);
        json.put("error", error);
        json.put("warnings", List.of());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write as JSON: " + e.getMessage(), e);
        }
    }
}
