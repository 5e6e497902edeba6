package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.lakehouse.LocalLakehouse;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of runs. OpenLineage's own client would write them the same way. */
class LineageTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final OpenLineage CLIENT = new OpenLineage(URI.create("urn:freshet:batch"));

    @TempDir
    private Path directory;

    /** Two events of one run, and what differs between runs. */
    private record Run(JsonNode start, JsonNode end) {
        OpenLineage.RunEventBuilder event(JsonNode event, EventType type, OpenLineage.RunFacetsBuilder facets) {
            return CLIENT.newRunEventBuilder().eventType(type)
                    .eventTime(ZonedDateTime.parse(event.get("eventTime").asText()))
                    .run(CLIENT.newRunBuilder().runId(UUID.fromString(start.at("/run/runId").asText()))
                            .facets(facets.build()).build());
        }
    }

    @Test
    void aReceiverHearsOfEachRunAndIngest() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/api/v1/lineage", exchange -> {
            received.add(exchange.getRequestMethod() + exchange.getRequestHeaders().getFirst("Authorization")
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        receiver.start();
        try {
            Path lakehouse = lakehouse(
                    "http://127.0.0.1:%d/api/v1/lineage".formatted(receiver.getAddress().getPort()));
            Path spec = spec("told");
            TestingFreshet early = TestingFreshet.run("ingest", "--lakehouse", lakehouse, spec);
            assertThat(early.exit()).isEqualTo(1);
            land(TODAY.minusDays(1), "a.json", "{\"id\":1}\n{\"id\":2}\nbroken\n");
            land(TODAY, "a.json", "{\"id\":3}\n");
            for (String command : List.of("run", "ingest", "maintain")) {
                TestingFreshet freshet = TestingFreshet.run(command, "--lakehouse", lakehouse, spec);
                assertThat(freshet.exit()).as(freshet.err()).isZero();
                assertThat(freshet.err()).doesNotContain("warning");
            }
        } finally {
            receiver.stop(0);
        }
        assertThat(received).hasSize(6).allSatisfy(each -> assertThat(each).startsWith("POSTBearer t0ken{"));
        List<JsonNode> events = received.stream().map(each -> json(each.substring(each.indexOf('{')))).toList();

        Run early = new Run(events.get(0), events.get(1));
        assertThat(timeless(early.end)).isEqualTo(written(
                early.event(early.end, EventType.FAIL, CLIENT.newRunFacetsBuilder()
                        .errorMessage(CLIENT.newErrorMessageRunFacetBuilder()
                                .message(early.end.at("/run/facets/errorMessage/message").asText())
                                .programmingLanguage("JAVA")
                                .build())),
                "ingest", "hot", null, null));
        assertThat(early.end.at("/run/facets/errorMessage/message").asText()).contains("lineage");
        assertRun(new Run(events.get(2), events.get(3)), "run", "history", 25, 2, 3);
        assertRun(new Run(events.get(4), events.get(5)), "ingest", "hot", 9, 1, 1);
    }

    private static void assertRun(Run run, String command, String table, long bytes, long rows, long lines) {
        assertThat(timeless(run.start)).isEqualTo(written(
                run.event(run.start, EventType.START, CLIENT.newRunFacetsBuilder()), command, table, null, null));
        assertThat(timeless(run.end)).isEqualTo(written(
                run.event(run.end, EventType.COMPLETE, CLIENT.newRunFacetsBuilder()), command, table,
                CLIENT.newInputDatasetInputFacetsBuilder().inputStatistics(CLIENT
                        .newInputStatisticsInputDatasetFacetBuilder().rowCount(lines).size(bytes).fileCount(1L).build())
                        .build(),
                CLIENT.newOutputDatasetOutputFacetsBuilder().outputStatistics(CLIENT
                        .newOutputStatisticsOutputDatasetFacetBuilder().rowCount(rows).build()).build()));
    }

    /** Zeros at the end of a fraction of a second are a matter of taste. */
    private static JsonNode timeless(JsonNode event) {
        return event.<ObjectNode>deepCopy().without("eventTime");
    }

    private static JsonNode written(OpenLineage.RunEventBuilder event, String command, String table,
            OpenLineage.InputDatasetInputFacets read, OpenLineage.OutputDatasetOutputFacets written) {
        String trino = LocalLakehouse.shared().trinoUrl().replaceFirst("^jdbc:(trino://[^/]*).*", "$1");
        return timeless(json(OpenLineageClientUtils.toJson(event
                .job(CLIENT.newJobBuilder().namespace("freshet").name("lineage.told." + command).build())
                .inputs(List.of(CLIENT.newInputDatasetBuilder().namespace("file").name("/landing/told")
                        .inputFacets(read).build()))
                .outputs(List.of(CLIENT.newOutputDatasetBuilder().namespace(trino)
                        .name("lakehouse.lineage_hidden.told_" + table).outputFacets(written).build()))
                .build())));
    }

    @Test
    void anEventThatCannotBeSentIsAWarning() throws IOException {
        Path events = directory.resolve("events.ndjson");
        Path spec = spec("unheard");
        TestingFreshet freshet = TestingFreshet.run("run", "--allow-empty", "--lakehouse",
                lakehouse(events.toUri().toString()), spec);
        assertThat(freshet.exit()).as(freshet.err()).isZero();
        assertThat(Files.readAllLines(events)).map(line -> json(line).get("eventType").asText())
                .containsExactly("START", "COMPLETE");
        for (String url : List.of("http://127.0.0.1:1/lineage?api_token=s3cret", "no url")) {
            TestingFreshet unheard = TestingFreshet.run("run", "--lakehouse", lakehouse(url), spec);
            assertThat(unheard.exit()).as(unheard.err()).isZero();
            assertThat(unheard.err()).contains("warning: unheard: cannot send the START event to " + url.split("=")[0],
                    "cannot send the COMPLETE event to ").doesNotContain("s3cret");
        }
    }

    private Path lakehouse(String url) throws IOException {
        Properties properties = LocalLakehouse.shared().properties();
        properties.setProperty("openlineage.url", url);
        properties.setProperty("openlineage.token", "t0ken");
        Path file = directory.resolve("lakehouse.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return file;
    }

    private Path spec(String dataset) throws IOException {
        Files.createDirectories(LocalLakehouse.shared().directory().resolve("landing/" + dataset));
        return Files.writeString(directory.resolve("spec.yaml"), """
                                                                 dataset: %s
                                                                 schema: lineage
                                                                 landing: {root: "local:///landing/%1$s"}
                                                                 columns: {id: bigint}
                                                                 ingest: {every: PT1M, min_age: PT0S}
                                                                 """.formatted(dataset));
    }

    private static void land(LocalDate day, String name, String lines) throws IOException {
        Path landed = LocalLakehouse.shared().directory().resolve("landing/told/dt=" + day);
        Files.writeString(Files.createDirectories(landed).resolve(name), lines);
    }

    private static JsonNode json(String text) {
        try {
            return Output.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
