package dev.freshet.gateway.http;

import dev.freshet.gateway.Plan;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the coordinator answers to a client.
 *
 * @param headers their names in any case
 * @param plan the statement that it is the first answer to
 */
record Answer(int status, Map<String, List<String>> headers, InputStream body, Optional<Plan> plan) {

    static Answer of(HttpResponse<InputStream> response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers().map());
        return new Answer(response.statusCode(), headers, response.body(), Optional.empty());
    }

    /** Whether it is a page of results that can be read. */
    boolean isPage() {
        return status == 200 && header("Content-Type").filter(type -> type.startsWith("application/json")).isPresent()
                && header("Content-Encoding").isEmpty();
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    Answer to(Plan asked) {
        return new Answer(status, headers, body, Optional.of(asked));
    }

    /** This answer, of which this page has been read. */
    Answer with(Page page) {
        return new Answer(status, headers, new SequenceInputStream(new ByteArrayInputStream(page.read()), body), plan);
    }

    /** This answer with one more warning in its page. */
    Answer warning(String message) throws IOException {
        Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(headers);
        changed.remove("Content-Length");
        return new Answer(status, changed, new WarnedPage(body, message), plan);
    }

    /** This answer with another body. */
    Answer with(byte[] other) {
        Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(headers);
        changed.put("Content-Length", List.of(String.valueOf(other.length)));
        InputStream replaced = new FilterInputStream(new ByteArrayInputStream(other)) {
            @Override
            public void close() throws IOException {
                body.close();
            }
        };
        return new Answer(status, changed, replaced, plan);
    }
}
