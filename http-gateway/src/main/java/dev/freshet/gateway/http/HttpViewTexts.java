package dev.freshet.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.gateway.ViewTexts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads view texts through the Trino client protocol, with the client's credentials. */
record HttpViewTexts(Coordinator coordinator, LookUpHeaders headers) implements ViewTexts {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(HttpViewTexts.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Optional<String> find(String showCreateView) throws SQLException {
        Instant end = Instant.now().plus(TIMEOUT);
        Optional<String> next = Optional.empty();
        boolean done = false;
        try {
            JsonNode answer = fetch("POST", Relay.STATEMENT, showCreateView, end);
            Optional<String> text = text(answer);
            next = next(answer);
            while (next.isPresent()) {
                answer = fetch("GET", next.get(), "", end);
                next = next(answer);
                text = text.isPresent() ? text : text(answer);
            }
            done = true;
            if (answer.hasNonNull("error")) {
                throw failure(answer.get("error"));
            }
            return text;
        } catch (Refusal e) {
            throw new LookUpException(e.getMessage(), "", e);
        } finally {
            if (!done) {
                next.ifPresent(this::cancel);
            }
        }
    }

    private JsonNode fetch(String method, String path, String body, Instant end)
            throws LookUpException, Refusal {
        Duration left = Duration.between(Instant.now(), end);
        if (left.isNegative() || left.isZero()) {
            throw new LookUpException("Trino took longer than %d s".formatted(TIMEOUT.toSeconds()), "", null);
        }
        HttpResponse<byte[]> response = coordinator.fetch(method, path, headers.headers(), body, left);
        if (response.statusCode() != 200) {
            throw new LookUpException("Trino answers with HTTP status " + response.statusCode(),
                    response.statusCode() == 401 ? LookUpException.UNAUTHORIZED : "", null);
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new LookUpException("Trino's answer is not JSON", "", e);
        }
    }

    private Optional<String> next(JsonNode answer) throws LookUpException {
        if (!answer.hasNonNull("nextUri")) {
            return Optional.empty();
        }
        // Behind a proxy the link names the proxy. The client's credentials go to the coordinator only.
        String uri = answer.get("nextUri").asText();
        int path = uri.indexOf(Relay.STATEMENT);
        if (path < 0) {
            throw new LookUpException("Trino at %s answers with a link to %s".formatted(coordinator.base(), uri), "",
                    null);
        }
        return Optional.of(uri.substring(path));
    }

    private static Optional<String> text(JsonNode answer) {
        return Optional.ofNullable(answer.at("/data/0/0").textValue());
    }

    private static LookUpException failure(JsonNode error) {
        return new LookUpException(error.path("message").asText(), error.path("errorCode").asInt(),
                error.path("errorName").asText(), error.path("errorType").asText());
    }

    /** Cancels an abandoned look-up. Trino would drop it by itself, but later. */
    private void cancel(String path) {
        try {
            coordinator.fetch("DELETE", path, headers.headers(), "", Duration.ofSeconds(5));
        } catch (Refusal e) {
            log.debug("Cannot cancel a look-up: {}", e.getMessage());
        }
    }
}
