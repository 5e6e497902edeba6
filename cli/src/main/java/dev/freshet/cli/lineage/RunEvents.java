package dev.freshet.cli.lineage;

import dev.freshet.transform.RunLog.Work;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The events of one run, as OpenLineage 2-0-2 writes them. They become JSON objects.
 *
 * @param input the raw files
 * @param output the table that they are ingested into
 */
record RunEvents(UUID run, Node job, Node input, Node output) {
    private static final String PRODUCER = "urn:freshet:batch";
    private static final String SPEC = "https://openlineage.io/spec/";

    /** A job or a dataset: OpenLineage names both by two texts. */
    record Node(String namespace, String name) {
        private static final Pattern LOCATION = Pattern.compile("([\\w+.-]+)://([^/?]*)/*(.*?)/*");

        /** A directory or a table: its server or bucket, and the path there. What has none is a file. */
        static Node at(String location) {
            Matcher parts = LOCATION.matcher(location);
            if (!parts.matches()) {
                return new Node("file", location);
            }
            return parts.group(2).isEmpty() ? new Node("file", "/" + parts.group(3))
                    : new Node(parts.group(1) + "://" + parts.group(2), parts.group(3));
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("namespace", namespace);
            json.put("name", name);
            return json;
        }
    }

    Map<String, Object> start() {
        return event("START", Map.of(), input.json(), output.json());
    }

    Map<String, Object> complete(Work work) {
        Map<String, Object> read = input.json();
        read.put("inputFacets", Map.of("inputStatistics", facet("1-0-0", "InputStatisticsInputDatasetFacet",
                Map.of("fileCount", work.files(), "size", work.bytes(), "rowCount", work.rows() + work.rejects()))));
        Map<String, Object> written = output.json();
        written.put("outputFacets", Map.of("outputStatistics", facet("1-0-2", "OutputStatisticsOutputDatasetFacet",
                Map.of("rowCount", work.rows()))));
        return event("COMPLETE", Map.of(), read, written);
    }

    Map<String, Object> fail(String message) {
        return event("FAIL", Map.of("errorMessage", facet("1-0-1", "ErrorMessageRunFacet",
                Map.of("message", message, "programmingLanguage", "JAVA"))), input.json(), output.json());
    }

    private Map<String, Object> event(String type, Map<String, Object> facets, Map<String, Object> read,
            Map<String, Object> written) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventType", type);
        event.put("eventTime", Instant.now().toString());
        event.put("producer", PRODUCER);
        event.put("schemaURL", SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent");
        event.put("run", Map.of("runId", run.toString(), "facets", facets));
        event.put("job", job.json());
        event.put("inputs", List.of(read));
        event.put("outputs", List.of(written));
        return event;
    }

    private static Map<String, Object> facet(String version, String name, Map<String, Object> values) {
        Map<String, Object> facet = new LinkedHashMap<>(values);
        facet.put("_producer", PRODUCER);
        facet.put("_schemaURL", SPEC + "facets/%s/%s.json#/$defs/%2$s".formatted(version, name));
        return facet;
    }
}
