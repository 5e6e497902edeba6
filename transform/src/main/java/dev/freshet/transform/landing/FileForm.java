package dev.freshet.transform.landing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.freshet.spec.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the JSON of a file is written. The batch and the tail read {@link Kind#LINES}; {@link RawValues} splits the
 * others into lines.
 *
 * @param records where the records are in each object, for {@link Kind#ENVELOPE} and {@link Kind#UNCLEAR}
 */
public record FileForm(Kind kind, Optional<JsonPath> records) {
    /** The forms. */
    public enum Kind {
        /** One object per line. */
        LINES("one JSON object per line"),
        /** An array of records. */
        ARRAY("a JSON array"),
        /** Objects that hold nothing but an array of records: CloudTrail's <code>{"Records": [...]}</code>. */
        ENVELOPE("an array of records in %s"),
        /** One object with an array that may be its records, and other keys beside it. */
        UNCLEAR("one JSON object with an array of objects in %s and other keys beside it"),
        /** Pretty-printed objects. */
        SPREAD("JSON objects over several lines"),
        /** Objects without line breaks between them. */
        CONCATENATED("several JSON objects on a line"),
        NO_JSON("no JSON"),
        EMPTY("empty");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Names under which systems deliver arrays of records. */
    private static final Set<String> KNOWN = Set.of("Records", "records", "items", "events", "Events", "entries",
            "data",
            "value", "values", "results", "rows", "logEvents", "logs");

    private static final int START = 1 << 20;

    /**
     * Reads a file's text, or only its start: the form is then that of the start. Broken JSON ends the reading.
     *
     * @param text decompressed, see {@link RawBytes}
     */
    public static FileForm of(InputStream text) throws IOException {
        try (JsonParser parser = RawValues.FACTORY.createParser(RawBytes.utf8(text))) {
            return new Scan(parser).form();
        } catch (CharConversionException e) {
            return new FileForm(Kind.NO_JSON, Optional.empty());
        }
    }

    /**
     * The form of a file's first megabyte.
     *
     * @param path decides the compression, see {@link RawBytes}
     */
    public static FileForm ofStart(String path, InputStream raw) throws IOException {
        return of(new ByteArrayInputStream(RawBytes.decompressed(path, raw).readNBytes(START)));
    }

    /** The form in words, to follow "the file is". */
    public String says() {
        return kind.words.formatted(records.map(JsonPath::toString).orElse(""));
    }

    /** What to do so that its records become rows; empty if there is nothing to do. */
    public Optional<String> advice(String spec, String file) {
        String land = "./freshet land %s %s".formatted(spec, file);
        return switch (kind) {
            case LINES, EMPTY -> Optional.empty();
            case ARRAY, ENVELOPE, SPREAD, CONCATENATED -> Optional.of(land + " lands it as lines");
            case UNCLEAR -> Optional.of("%s --records '%s' lands the elements of the array as lines".formatted(land,
                    records.orElseThrow()));
            case NO_JSON -> Optional.of("convert it to JSON in UTF-8, one object per line");
        };
    }

    /** One pass over the tokens, which keeps no values. */
    private static final class Scan {
        private final JsonParser parser;
        private Kind kind = Kind.EMPTY;
        private int objects;
        private boolean open;
        private boolean found;
        private int lastLine;
        private boolean spread;
        private boolean concatenated;
        private String wrapper;
        private boolean wraps = true;
        private boolean wrapsMore;

        private Scan(JsonParser parser) {
            this.parser = parser;
        }

        private FileForm form() throws IOException {
            try {
                read();
            } catch (JsonEOFException e) {
                // a file that was cut, or only its start
            } catch (JsonProcessingException e) {
                kind = found ? kind : Kind.NO_JSON;
            }
            spread |= open && parser.currentLocation().getLineNr() > lastLine;
            if (kind != Kind.LINES) {
                return new FileForm(kind, Optional.empty());
            }
            if (wrapper != null && (wraps && !wrapsMore || objects == 1)) {
                return new FileForm(wrapsMore ? Kind.UNCLEAR : Kind.ENVELOPE, Optional.of(JsonPath.of(wrapper)));
            }
            return new FileForm(spread ? Kind.SPREAD : concatenated ? Kind.CONCATENATED : Kind.LINES,
                    Optional.empty());
        }

        private void read() throws IOException {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                if (token == JsonToken.START_OBJECT) {
                    kind = Kind.LINES;
                    concatenated |= objects > 0 && line == lastLine;
                    lastLine = line;
                    objects++;
                    open = true;
                    object();
                    open = false;
                    found = true;
                    spread |= parser.currentLocation().getLineNr() > line;
                    lastLine = parser.currentLocation().getLineNr();
                } else if (token == JsonToken.START_ARRAY && objects == 0) {
                    array();
                    return;
                } else if (objects == 0) {
                    kind = Kind.NO_JSON;
                    return;
                }
            }
        }

        private void array() throws IOException {
            kind = Kind.NO_JSON; // a log line can begin with [, too
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                kind = Kind.ARRAY;
                found = true;
                return;
            }
            while (parser.currentToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
                parser.nextToken();
            }
            kind = Kind.ARRAY;
        }

        /** Compares the object's keys with those of the objects before. */
        private void object() throws IOException {
            Set<String> keys = new HashSet<>();
            List<String> arrays = new ArrayList<>();
            try {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    if (keys.size() < 2) {
                        keys.add(key);
                    }
                    if (parser.nextToken() == JsonToken.START_ARRAY) {
                        records(key, arrays);
                    } else {
                        parser.skipChildren();
                    }
                }
            } finally {
                wrapper(keys, arrays);
            }
        }

        /** Notes the key if its array's first element is an object, and skips the array. */
        private void records(String key, List<String> arrays) throws IOException {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT || first == JsonToken.END_ARRAY && KNOWN.contains(key)) {
                arrays.add(key);
            }
            for (JsonToken element = first; element != JsonToken.END_ARRAY; element = parser.nextToken()) {
                parser.skipChildren();
                found |= element == JsonToken.START_OBJECT;
            }
        }

        private void wrapper(Set<String> keys, List<String> arrays) {
            String key = keys.size() == 1 && arrays.size() == 1 ? arrays.getFirst()
                    : arrays.stream().filter(KNOWN::contains).findFirst().orElse(null);
            wrapsMore |= key != null && keys.size() > 1;
            wraps &= key != null && (objects == 1 || key.equals(wrapper));
            wrapper = objects == 1 ? key : wrapper;
        }
    }
}
