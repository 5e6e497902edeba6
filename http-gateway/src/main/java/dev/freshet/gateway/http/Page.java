package dev.freshet.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A page of results, read no further than to see whether it has rows. Trino writes {@code data} after the links and the
 * columns, and before all else.
 *
 * @param read the bytes that were read
 * @param rows whether it has rows
 * @param whole whether it was read to its end
 * @param fields those before the rows; all of them if it is whole
 */
record Page(byte[] read, boolean rows, boolean whole, ObjectNode fields) {
    /** A page without rows is small. */
    private static final int FIRST_STEP = 16_384;
    /** Most bytes that are read of a page whose columns take long. */
    private static final int MOST = 262_144;
    private static final ObjectMapper JSON = new ObjectMapper();

    static Page read(InputStream body) throws IOException {
        byte[] read = body.readNBytes(FIRST_STEP);
        int wanted = FIRST_STEP;
        Page page = of(read);
        while (!page.rows && !page.whole && read.length == wanted && wanted < MOST) {
            byte[] more = body.readNBytes(3 * wanted);
            read = Arrays.copyOf(read, read.length + more.length);
            System.arraycopy(more, 0, read, read.length - more.length, more.length);
            wanted *= 4;
            page = of(read);
        }
        return page;
    }

    private static Page of(byte[] read) {
        ObjectNode fields = JSON.createObjectNode();
        try (JsonParser parser = JSON.createParser(read)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Page(read, false, false, fields);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("data") && (value == JsonToken.START_OBJECT
                        || value == JsonToken.START_ARRAY && parser.nextToken() != JsonToken.END_ARRAY)) {
                    return new Page(read, true, false, fields);
                }
                if (!name.equals("data")) {
                    fields.set(name, parser.readValueAsTree());
                }
            }
            return new Page(read, false, parser.currentToken() == JsonToken.END_OBJECT, fields);
        } catch (IOException e) {
            return new Page(read, false, false, fields); // it ends within a value, or is no JSON
        }
    }

    /** The query's id, or an empty text. */
    String id() {
        return fields.path("id").asText();
    }

    Optional<String> nextUri() {
        return Optional.ofNullable(fields.path("nextUri").textValue());
    }

    Optional<FailedQuery> error() {
        return fields.hasNonNull("error") ? Optional.of(FailedQuery.ofTrino(id(), fields.get("error")))
                : Optional.empty();
    }

    /** What Trino has read so far, in bytes. */
    long processedBytes() {
        return fields.path("stats").path("processedBytes").asLong();
    }
}
