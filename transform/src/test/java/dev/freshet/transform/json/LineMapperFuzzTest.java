package dev.freshet.transform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.json.LineRule;
import dev.freshet.transform.json.LineMapper.Result;
import dev.freshet.transform.landing.RawLines;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes may land: each line is a row, a reject or blank, and nothing is thrown. The build only runs the seeds;
 * {@code JAZZER_FUZZ=1 ./mvnw verify -pl core,spec,lakehouse,transform -Dtest=LineMapperFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Djazzer.hooks=true} also mutates them, guided by coverage.
 */
class LineMapperFuzzTest {
    private static final DatasetSpec SPEC = SpecReader.parse("fuzz.yaml",
            """
            dataset: fuzz
            schema: test
            landing: {root: "local:///landing/fuzz"}
            columns:
              a: {type: bigint, required: true}
              b: {type: "decimal(10, 2)", invalid: reject}
              c: double
              d: timestamp(6) with time zone
              e: {type: timestamp(6), format: epoch_millis}
              f: "row(a bigint, b row(c json))"
              g: "array(row(a boolean))"
              h: "map(varchar, real)"
              i: {type: varbinary, path: $.k.l}
              j: json
              m: uuid
              n: date
              q: {type: timestamp(6) with time zone, format: "dd/MMM/yyyy:HH:mm:ss Z"}
              r: {type: timestamp(6) with time zone, format: "EEE, d MMMM yy h:mm a", zone: Europe/Berlin}
              s: {type: timestamp(6), format: epoch_seconds}
              o: {rescue: true}
            """);
    private static final ObjectMapper REFERENCE = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final String FILE = SPEC.landing().root() + "/a.json";
    private final LineMapper mapper = new LineMapper(SPEC, LandingPartition.parse("2026-11-22"));
    private final LineInspector inspector = new LineInspector(SPEC);

    static Stream<byte[]> seeds() {
        return Stream.of(
                "{\"a\":1,\"b\":\"2.50\",\"c\":1e3,\"d\":\"2026-11-22T10:00:00.123456+02:00\",\"e\":1446249499322}\n",
                "{\"a\":1,\"f\":{\"a\":2,\"b\":{\"c\":[1,null]}},\"g\":[{\"a\":true},null],\"h\":{\"x\":1.5,\"y\":null}}\r\n",
                "{\"a\":1,\"k\":{\"l\":\"aGk=\"},\"j\":{\"z\":[1, 2.50]},\"m\":\"2549961e-0000-1111-2222-0123456789ab\"}\n \t\n",
                "{\"a\":1,\"q\":\"22/Nov/2026:10:00:00 +0000\",\"r\":\"Sun, 29 March 26 2:30 AM\",\"s\":1588205199.82437}\n",
                "{\"a\":\"1\",\"n\":\"2026-02-28\",\"p\":{\"q\":\"\\ud83d\\u0000\"},\"a\":2}\u0001{}\n[]\n{\n\ufeff{}\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5m")
    void everyLineIsARowARejectOrBlank(byte[] file) {
        try (RawLines lines = RawLines.open("fuzz.json", new ByteArrayInputStream(file))) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                check(line);
            }
        }
    }

    private void check(String line) {
        JsonNode reference = read(line);
        switch (mapper.map(line, FILE)) {
            case Result.Row row -> {
                assertThat(reference != null && reference.isObject()).isTrue();
                assertThat(row.values().get(0)).isNotNull();
            }
            case Result.Blank ignored -> assertThat(line).isBlank();
            case Result.Reject reject -> assertThat(reject.reason().equals(LineRule.WHOLE.reason()))
                    .isEqualTo(reference == null);
        }
        inspector.unnamed(line, JsonNumbers.AS_DOUBLES);
        inspector.misfits(line, (column, path, type, json) -> assertThat(json).isNotNull());
    }

    /** The line as parsed by Jackson; null if it is not one whole JSON value. */
    private static JsonNode read(String line) {
        try {
            JsonNode node = REFERENCE.readTree(line);
            return node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
