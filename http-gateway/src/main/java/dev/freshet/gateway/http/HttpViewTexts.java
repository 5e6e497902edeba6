package dev.freshet.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.gateway.ViewTexts;
import dev.freshet.gateway.sql.QualifiedName;
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
    public Optional<String> find(QualifiedName name) throws SQLException {
        Instant end = Instant.now().plus(TIMEOUT);
        Optional<String> next = Optional.empty();
        boolean done = false;
        try {
            JsonNode answer = ask("POST", Relay.STATEMENT, ViewTexts.statement(name), end);
            Optional<String> text = text(answer);
            next = next(answer);
            while (next.isPresent()) {
                answer = ask("GET", next.get(), "", end);
                next = next(answer);
                text = text.isPresent() ? text : text(answer);
            }
            done = true;
            return isError(answer) ? noView(answer.get("error")) : text;
        } catch (Refusal e) {
            throw new LookUpException(e.getMessage(), "", e);
        } finally {
            if (!done) {
                next.ifPresent(this::cancel);
            }
        }
    }

    private JsonNode ask(String method, String path, String body, Instant end)
            throws LookUpException, Refusal {
        Duration left = Duration.between(Instant.now(), end);
        if (left.isNegative() || left.isZero()) {
            throw new LookUpException("Trino takes longer than %d s to say".formatted(TIMEOUT.toSeconds()), "", null);
        }
        HttpResponse<byte[]> response = coordinator.ask(method, path, headers.headers(), body, left);
        if (response.statusCode() != 200) {
            throw new LookUpException("Trino answers with HTTP status " + response.statusCode(),
                    response.statusCode() == 401 ? LookUpException.UNAUTHORIZED : "", null);
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new LookUpException("Trino answers with what is no JSON", "", e);
        }
    }

    private Optional<String> next(JsonNode answer) throws LookUpException {
        if (!answer.hasNonNull("nextUri")) {
            return Optional.empty();
        }
        // The client's credentials go to the coordinator only.
        String uri = answer.get("nextUri").asText();
        return Optional.of(coordinator.pathOf(uri).orElseThrow(() -> new LookUpException(
                "Trino at %s names itself %s".formatted(coordinator.base(), uri), "", null)));
    }

    private static Optional<String> text(JsonNode answer) {
        return Optional.ofNullable(answer.at("/data/0/0").textValue());
    }

    private static boolean isError(JsonNode answer) {
        return answer.hasNonNull("error");
    }

    private static Optional<String> noView(JsonNode error) throws LookUpException {
        int code = error.path("errorCode").asInt();
        if (ViewTexts.isNoView(code)) {
            return Optional.empty();
        }
        throw new LookUpException(error.path("message").asText(), code, error.path("errorName").asText(),
                error.path("errorType").asText());
    }

    /** Cancels an abandoned look-up. Trino would drop it by itself, but later. */
    private void cancel(String path) {
        try {
            coordinator.ask("DELETE", path, headers.headers(), "", Duration.ofSeconds(5));
        } catch (Refusal e) {
            log.debug("Cannot cancel a look-up: {}", e.getMessage());
        }
    }
}
