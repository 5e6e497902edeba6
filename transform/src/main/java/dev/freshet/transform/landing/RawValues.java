package dev.freshet.transform.landing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.freshet.spec.JsonPath;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The records of a file in any {@link FileForm}, each as one line of JSON. They are the file's values; in place of an
 * array, its elements; and with a path, what is there in each value. A record keeps its bytes, without the spaces and
 * line breaks between tokens. Memory holds one record at a time.
 */
public final class RawValues implements Closeable {
    /** Without limits: what is beyond those of JSON readers is a reject, with its line. */
    static final JsonFactory FACTORY = new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE).build())
            .build();
    /** Trino reads no longer line by default. */
    static final int LONGEST = 100_000_000;
    private static final int NAMED = 10;

    private final String path;
    private final Optional<JsonPath> records;
    private final KeptBytes bytes;
    private final JsonParser parser;
    private boolean inArray;
    private boolean inRecords;
    private final Set<String> leftOut = new LinkedHashSet<>();

    private RawValues(String path, Optional<JsonPath> records, KeptBytes bytes, JsonParser parser) {
        this.path = path;
        this.records = records;
        this.bytes = bytes;
        this.parser = parser;
    }

    /**
     * @param path the file's name, for messages and for its compression
     * @param records where the records are in each value: an array of them, or one. Empty: the values are the records.
     * @throws IllegalArgumentException for a compression that the batch does not read
     */
    public static RawValues open(String path, InputStream raw, Optional<JsonPath> records) {
        try {
            KeptBytes bytes = new KeptBytes(RawBytes.utf8(RawBytes.decompressed(path, raw)));
            return new RawValues(path, records, bytes, FACTORY.createParser(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    /**
     * The next record in UTF-8, or {@code null} at the end.
     *
     * @throws IllegalArgumentException with the line, if the JSON is broken or has no records at the path
     * @throws UncheckedIOException also for a record that is longer than a line may be
     */
    public byte[] next() {
        try {
            while (inRecords || toValue()) {
                if (!inRecords && records.isPresent()) {
                    toRecords(records.get());
                }
                if (!inRecords) {
                    return line();
                }
                if (token() != JsonToken.END_ARRAY) {
                    return line();
                }
                leave();
            }
            return null;
        } catch (StreamReadException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** Keys beside the records, of which no record has anything; at most ten. */
    public Set<String> leftOut() {
        return leftOut;
    }

    /** Moves to the next value of the file or of its array; false at the end. */
    private boolean toValue() throws IOException {
        for (JsonToken token = token(); token != null; token = token()) {
            if (token == JsonToken.START_ARRAY && !inArray) {
                inArray = true;
            } else if (token == JsonToken.END_ARRAY) {
                inArray = false;
            } else {
                return true;
            }
        }
        return false;
    }

    /** The next token. Keeps the bytes from here, as it may begin a record. */
    private JsonToken token() throws IOException {
        bytes.keepFrom(parser.currentLocation().getByteOffset());
        return parser.nextToken();
    }

    /** Moves into the value, to the array of its records or to its only one. */
    private void toRecords(JsonPath path) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        for (String key : path.keys()) {
            if (parser.currentToken() != JsonToken.START_OBJECT || !toField(key)) {
                throw new IllegalArgumentException(
                        "Cannot split %s: the value at line %d has no %s".formatted(this.path, line, path));
            }
        }
        inRecords = parser.currentToken() == JsonToken.START_ARRAY;
        if (!inRecords) {
            throw new IllegalArgumentException(
                    "Cannot split %s: in the value at line %d, %s is no array".formatted(this.path, line, path));
        }
    }

    private boolean toField(String key) throws IOException {
        while (token() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            token();
            if (name.equals(key)) {
                return true;
            }
            skip(name);
        }
        return false;
    }

    /** Moves from the end of the records to the end of the value. */
    private void leave() throws IOException {
        inRecords = false;
        for (int level = records.orElseThrow().keys().size(); level > 0; level--) {
            while (token() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                token();
                skip(name);
            }
        }
    }

    private void skip(String key) throws IOException {
        if (leftOut.size() < NAMED) {
            leftOut.add(key);
        }
        bytes.keepFrom(Long.MAX_VALUE);
        parser.skipChildren();
    }

    /** The current value, moved to its end, as one line. */
    private byte[] line() throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        bytes.keepFrom(start);
        parser.skipChildren();
        parser.finishToken();
        return compact(bytes.range(start, parser.currentLocation().getByteOffset()));
    }

    /** The same JSON without spaces and line breaks between its tokens. */
    private static byte[] compact(byte[] json) {
        int length = 0;
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte c = json[i];
            if (inString && c == '\\') {
                json[length++] = c;
                c = json[++i];
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
                continue;
            }
            json[length++] = c;
        }
        return length == json.length ? json : Arrays.copyOf(json, length);
    }

    private IllegalArgumentException invalid(JsonProcessingException e) {
        String reason = e.getOriginalMessage().lines().findFirst().orElse("");
        return new IllegalArgumentException("Cannot split %s: invalid JSON at line %d, column %d: %s".formatted(path,
                e.getLocation().getLineNr(), e.getLocation().getColumnNr(), reason), e);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
        }
    }
}
