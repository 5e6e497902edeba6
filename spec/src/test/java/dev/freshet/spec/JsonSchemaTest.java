package dev.freshet.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Editors validate a spec by the JSON schema, Freshet by {@link SpecReader}: both must agree. */
class JsonSchemaTest {
    private final JsonNode schema = schema();
    private final JsonNode keys = schema.path("properties");
    private final JsonNode column = schema.at("/definitions/column");

    @Test
    void schemaAndReaderHaveTheSameKeys() {
        assertThat(names(keys)).isEqualTo(SpecReader.KEYS);
        assertThat(names(keys.at("/landing/properties"))).isEqualTo(SpecReader.LANDING_KEYS);
        assertThat(names(keys.at("/tail/properties"))).isEqualTo(SpecReader.TAIL_KEYS);
        assertThat(names(keys.at("/ingest/properties"))).isEqualTo(SpecReader.INGEST_KEYS);
        assertThat(names(keys.at("/history/properties"))).isEqualTo(HistoryReader.KEYS);
        assertThat(names(column.path("properties"))).isEqualTo(ColumnsReader.KEYS);
    }

    @Test
    void schemaAndReaderHaveTheSameDefaults() {
        DatasetSpec spec = SpecReader.parse("least", """
                                                     dataset: a
                                                     schema: b
                                                     landing: {root: "s3://c"}
                                                     columns: {id: uuid}
                                                     """);
        assertThat(keys.at("/landing/properties/layout/default").asText()).isEqualTo(spec.landing().layout().text());
        assertThat(keys.at("/time_zone/default").asText()).isEqualTo(spec.zone().getId());
        assertThat(Duration.parse(keys.at("/tail/properties/look_ahead/default").asText()))
                .isEqualTo(spec.tail().lookAhead());
        assertThat(Duration.parse(keys.at("/tail/properties/retire_after/default").asText()))
                .isEqualTo(spec.tail().retireAfter());
        assertThat(Duration.parse(keys.at("/ingest/properties/min_age/default").asText()))
                .isEqualTo(DatasetSpec.Intraday.MIN_AGE);
        assertThat(keys.at("/engine/default").asText()).isEqualTo(spec.engine().toString());
        assertThat(keys.at("/reconcile/default").asText()).isEqualTo(spec.reconcile().toString());
        assertThat(keys.at("/history/properties/parquet/default").asText())
                .isEqualTo(spec.history().parquet().toString());
        assertThat(keys.at("/freshness/default").asText()).isEqualTo(spec.freshness().toString());
        assertThat(column.at("/properties/required/default").asBoolean()).isEqualTo(spec.columns().get(0).required());
        assertThat(column.at("/properties/format/default").asText()).isEqualTo(spec.columns().get(0).format().spec());
    }

    @Test
    void schemaAndReaderRequireTheSameKeys() {
        assertThat(texts(schema.path("required"))).containsExactly("dataset", "schema", "landing", "columns");
        SpecException thrown = org.assertj.core.api.Assertions.catchThrowableOfType(SpecException.class,
                () -> SpecReader.parse("none", "freshness: live\n"));
        assertThat(thrown.problems()).extracting(SpecProblem::key)
                .containsExactlyElementsOf(texts(schema.path("required")));
    }

    @Test
    void enumsListEveryValue() {
        assertThat(texts(column.at("/properties/format/anyOf/0/enum"))).isEqualTo(Words.FORMATS);
        assertThat(texts(keys.at("/engine/enum")))
                .isEqualTo(Arrays.stream(EngineMode.values()).map(EngineMode::toString).toList());
        assertThat(keys.at("/engine/description").asText()).contains((EngineMode.LARGE >> 30) + " GB");
        assertThat(texts(keys.at("/history/properties/parquet/enum")))
                .isEqualTo(Arrays.stream(ParquetProfile.values()).map(ParquetProfile::toString).toList());
        assertThat(texts(keys.at("/columns/propertyNames/not/enum"))).isEqualTo(DatasetSpec.RESERVED);
        assertThat(texts(schema.at("/definitions/type/examples")))
                .containsAll(Arrays.stream(DataType.Scalar.values()).map(DataType.Scalar::spec).toList());
    }

    @Test
    void everyExampleIsValidForSchemaAndReader() {
        String type = schema.at("/definitions/type/pattern").asText();
        for (String example : texts(schema.at("/definitions/type/examples"))) {
            assertThat(example).matches(type);
            assertThat(TypeParser.parse(example).spec()).isEqualTo(example);
        }
        texts(keys.at("/freshness/examples")).forEach(Words::freshness);
        texts(keys.at("/landing/properties/root/examples")).forEach(Words::location);
        texts(keys.at("/landing/properties/layout/examples")).forEach(Words::layout);
        texts(column.at("/properties/path/examples")).forEach(Words::path);
        texts(column.at("/properties/partition_key/examples")).forEach(PartitionKey::parse);
        texts(column.at("/properties/zone/examples")).forEach(Words::columnZone);
        for (String example : texts(column.at("/properties/format/examples"))) {
            assertThat(Words.format(example).spec()).isEqualTo(example);
            assertThat(Words.FORMATS.contains(example)
                    || Pattern.compile(column.at("/properties/format/anyOf/1/pattern").asText()).matcher(example)
                            .find())
                    .as(example).isTrue();
        }
    }

    @Test
    void everyKeyHasATitleAndADescription() {
        for (JsonNode node : schema.findParents("type")) {
            if (node.path("type").isTextual() && !node.has("$ref") && !node.has("items") && node.has("title")) {
                assertThat(node.path("description").asText()).as(node.path("title").asText()).endsWith(".");
            }
        }
        keys.properties().forEach(key -> assertThat(key.getValue().has("title")).as(key.getKey()).isTrue());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static JsonNode schema() {
        try (InputStream in = SpecReader.class.getResourceAsStream("freshet.schema.json")) {
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
