package dev.freshet.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Replaces the coordinator's address in an answer with the endpoint's, so that clients come back here. Trino writes
 * these keys before columns and data, so only the beginning of an answer is parsed, and no rows.
 *
 * @param theirs the forms in which the coordinator writes its address
 * @param own the endpoint's address as the client knows it
 */
record OwnUris(List<String> theirs, String own) {
    static final int BEGINNING = 16_384;

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> KEYS = Set.of("infoUri", "partialCancelUri", "nextUri");
    private static final Set<String> RESULTS = Set.of("columns", "data");

    /** @param beginning of an answer; it may end anywhere */
    byte[] in(byte[] beginning) {
        ByteArrayOutputStream result = new ByteArrayOutputStream(beginning.length + 256);
        int copied = 0;
        try (JsonParser parser = JSON.createParser(beginning)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return beginning;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME && !RESULTS.contains(parser.currentName())) {
                boolean uri = parser.nextToken() == JsonToken.VALUE_STRING && KEYS.contains(parser.currentName());
                int start = (int) parser.currentTokenLocation().getByteOffset() + 1;
                String theirBase = uri ? baseAt(beginning, start) : "";
                if (!theirBase.isEmpty()) {
                    result.write(beginning, copied, start - copied);
                    result.writeBytes(own.getBytes(StandardCharsets.ISO_8859_1));
                    copied = start + theirBase.length();
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            // The beginning ends within a value; what was replaced before stays.
        }
        result.write(beginning, copied, beginning.length - copied);
        return result.toByteArray();
    }

    private String baseAt(byte[] text, int start) {
        for (String base : theirs) {
            byte[] bytes = (base + "/").getBytes(StandardCharsets.ISO_8859_1);
            int end = Math.min(text.length, start + bytes.length);
            if (Arrays.equals(text, start, end, bytes, 0, bytes.length)) {
                return base;
            }
        }
        return "";
    }
}
