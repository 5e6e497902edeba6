package dev.freshet.benchmarks.cutover;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a Trino for the heap that its coordinator uses, garbage included. */
record TrinoHeap(URI status) {
    /** Stands for no figure: Trino gives it only without a password. */
    static final long UNKNOWN = -1;
    private static final Pattern ADDRESS = Pattern.compile("^jdbc:trino://([^/?]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static TrinoHeap of(String trinoUrl) {
        Matcher address = ADDRESS.matcher(trinoUrl);
        return new TrinoHeap(address.find() ? URI.create("http://" + address.group(1) + "/v1/status") : null);
    }

    /** In bytes. */
    long used() {
        if (status == null) {
            return UNKNOWN;
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(status).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? new ObjectMapper().readTree(answer.body()).path("heapUsed").asLong(UNKNOWN)
                    : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
