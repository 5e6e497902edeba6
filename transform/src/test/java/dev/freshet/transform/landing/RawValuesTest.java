package dev.freshet.transform.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.spec.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawValuesTest {
    private static final String RECORD = "{\"a\" : 1.50e3,\r\n \"a\": [ 1 , \"x \\\" y\\\\\" ],\t\"\\u0062\":{ }}";
    private static final String LINE = "{\"a\":1.50e3,\"a\":[1,\"x \\\" y\\\\\"],\"\\u0062\":{}}";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"`[%1$s, %1$s]` | ", "`%1$s%1$s` | ",
            "`%1$s\n%1$s\n` | ",
            "`\ufeff[%1$s]%1$s` | ", "`{\"Records\": [%1$s\n, %1$s]}` | $.Records",
            "`{\"n\":1,\"Records\": [%1$s], \"x\":[{}]}{\"Records\":[%1$s]}` | $.Records",
            "`{\"hits\": {\"total\": 2, \"hits\": [ %1$s,%1$s ]}, \"took\": {\"a\":1}}` | $.hits.hits",
            "`[{\"items\":[%1$s]},\n{\"items\":[]},{\"items\":[%1$s]}]` | $.items"})
    void aRecordKeepsItsTextButNoSpaceBetweenTokens(String text, String path) {
        assertThat(split(text.formatted(RECORD), Optional.ofNullable(path).map(JsonPath::parse)))
                .containsExactly(LINE, LINE);
    }

    @Test
    void valuesThatAreNotObjectsAreRecordsToo() {
        assertThat(split("[1, -0.0 ,\"a b\" , null,[ 1 ], true]")).containsExactly("1", "-0.0", "\"a b\"", "null",
                "[1]", "true");
        assertThat(split(" 12 \"é\"\n3")).containsExactly("12", "\"é\"", "3");
        assertThat(split("")).isEmpty();
        assertThat(split(" [ ] ")).isEmpty();
    }

    @Test
    void keysBesideTheRecordsAreNamed() {
        try (RawValues values = open("{\"next\":{\"a\":1},\"Records\":[{}],\"more\":2}",
                Optional.of(JsonPath.of("Records")))) {
            while (values.next() != null) {
                // only the keys count
            }
            assertThat(values.leftOut()).containsExactly("next", "more");
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"`[{\"a\":1},\n {\"a\":1,}]` | | line 2, column 9",
            "`[{\"a\":1}\n` | | line 2, column 1", "`{\"a\":NaN}` | | line 1, column 9",
            "`{\"a\":1}\n}` | | line 2, column 1", "hello | | line 1, column 1",
            "`{\"a\":1}\n{\"b\":[]}` | $.b | the value at line 1 has no $.b",
            "`{\"b\":1}` | $.b | $.b is no array", "`[1]` | $.b | has no $.b"})
    void brokenJsonIsRefusedWithItsPlace(String text, String path, String message) {
        assertThatThrownBy(() -> split(text, Optional.ofNullable(path).map(JsonPath::parse)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Cannot split a.json: ", message);
    }

    @Test
    void anotherEncodingIsRefused() {
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, Charset.forName("UTF-32"))) {
            InputStream text = new ByteArrayInputStream("[{}]".getBytes(charset));
            assertThatThrownBy(() -> RawValues.open("a.json", text, Optional.empty()))
                    .hasMessageContainingAll("Cannot read a.json: it is UTF-16", "iconv");
        }
        InputStream latin = new ByteArrayInputStream("[\"\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(RawValues.open("a.json", latin, Optional.empty())::next)
                .hasMessageContaining("invalid JSON at line 1, column 5: Invalid UTF-8");
        for (byte[] start : List.of(new byte[]{0x1f, (byte) 0x8b, 8},
                new byte[]{0x28, (byte) 0xb5, 0x2f, (byte) 0xfd})) {
            InputStream compressed = new ByteArrayInputStream(start);
            assertThatThrownBy(() -> RawValues.open("a.json", compressed, Optional.empty()))
                    .hasMessageContaining("its name does not end in .gz or .zst");
        }
    }

    /** The file is larger than the memory that a record may take. */
    @Test
    void memoryHoldsOneRecordAtATime() {
        byte[] record = ("{\"id\":1,\"text\":\"" + "x".repeat(10_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        int records = RawValues.LONGEST / record.length * 11 / 10;
        long count = 0;
        try (RawValues values = RawValues.open("a.json", new Repeated(record, records), Optional.empty())) {
            for (byte[] line = values.next(); line != null; line = values.next()) {
                count += line.length == record.length ? 1 : 0;
            }
        }
        assertThat(count).isEqualTo(records);
        RawValues whole = RawValues.open("a.json", new Repeated(record, records), Optional.of(JsonPath.of("a")));
        assertThatThrownBy(whole::next).hasMessageContaining("no $.a");
    }

    @Test
    void aRecordLongerThanTheLongestLineIsRefused() {
        byte[] text = ("\"" + "x".repeat(1_000_000) + "\"").getBytes(StandardCharsets.UTF_8);
        InputStream array = new Repeated(text, RawValues.LONGEST / text.length + 2);
        InputStream nested = new SequenceInputStream(new ByteArrayInputStream(new byte[]{'['}), array);
        RawValues values = RawValues.open("a.json", nested, Optional.empty());
        assertThatThrownBy(values::next).hasMessageContainingAll("a.json", "a record is longer than 100000000 bytes");
    }

    /** Any JSON, cut into chunks of any size, gives the lines that Jackson gives. */
    @Test
    void generatedValuesSurviveTheSplit() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Random random = new Random(20_261_128);
        for (int round = 0; round < 300; round++) {
            List<JsonNode> records = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                records.add(value(mapper, random, 3));
            }
            String text = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(records);
            InputStream chunks = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
                @Override
                public synchronized int read(byte[] bytes, int offset, int length) {
                    return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(20)));
                }
            };
            try (RawValues values = RawValues.open("a.json", chunks, Optional.empty())) {
                for (JsonNode record : records) {
                    assertThat(new String(values.next(), StandardCharsets.UTF_8)).isEqualTo(record.toString());
                }
                assertThat(values.next()).isNull();
            }
        }
    }

    private static JsonNode value(ObjectMapper mapper, Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 5)) {
            case 0 -> mapper.getNodeFactory().numberNode(random.nextLong());
            case 1 -> mapper.getNodeFactory().textNode("é \"\\ [{,".repeat(random.nextInt(4)));
            case 2 -> mapper.getNodeFactory().nullNode();
            case 3 -> {
                var array = mapper.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(mapper, random, depth - 1));
                }
                yield array;
            }
            default -> {
                var object = mapper.createObjectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set("k " + i, value(mapper, random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static List<String> split(String text) {
        return split(text, Optional.empty());
    }

    private static List<String> split(String text, Optional<JsonPath> path) {
        List<String> lines = new ArrayList<>();
        try (RawValues values = open(text, path)) {
            for (byte[] line = values.next(); line != null; line = values.next()) {
                lines.add(new String(line, StandardCharsets.UTF_8));
            }
        }
        return lines;
    }

    private static RawValues open(String text, Optional<JsonPath> path) {
        return RawValues.open("a.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), path);
    }

    /** An array of the same value, many times. */
    private static final class Repeated extends InputStream {
        private final byte[] value;
        private long left;
        private int at;

        private Repeated(byte[] value, int times) {
            this.value = value;
            this.left = 1 + (value.length + 1L) * times;
        }

        @Override
        public int read() {
            left--;
            int c = left < 0 ? -1 : left == 0 ? ']' : at == 0 ? '[' : at <= value.length ? value[at - 1] & 0xff : ',';
            at = at > value.length ? 1 : at + 1;
            return c;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = (int) Math.min(length, left);
            for (int i = 0; i < count; i++) {
                bytes[offset + i] = (byte) read();
            }
            return count > 0 ? count : -1;
        }
    }
}
