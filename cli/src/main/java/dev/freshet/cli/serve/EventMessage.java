package dev.freshet.cli.serve;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event notification of S3, as S3, MinIO and other object storages send it, also inside a message of SNS; or an
 * event of S3 from EventBridge.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *      message structure</a>
 * @param files what was created or removed: {@code //bucket/key}
 * @param others the number of other events
 */
record EventMessage(List<String> files, int others) {
    /** The largest message of SNS, SQS and EventBridge, in bytes. */
    static final int LONGEST = 256 << 10;

    private static final Pattern NAME = Pattern
            .compile("(?:s3:)?(?:Object(?:Created|Removed)|LifecycleExpiration):.*|Object (?:Created|Deleted)");
    private static final Logger log = LoggerFactory.getLogger(EventMessage.class);
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().readerFor(JsonNode.class);

    /** @throws IllegalArgumentException if it is no such message, in one sentence */
    static EventMessage parse(byte[] json) {
        JsonNode message = json(json);
        if (message.path("Type").asText().equals("SubscriptionConfirmation")) {
            log.warn("SNS asks to confirm a subscription. If it is yours, open {}",
                    message.path("SubscribeURL").asText().replaceAll("[^!-~]", ""));
            return new EventMessage(List.of(), 1);
        }
        if (message.path("Message").isTextual()) {
            message = json(message.path("Message").textValue().getBytes(StandardCharsets.UTF_8));
        }
        List<String> files = new ArrayList<>();
        int others = 0;
        if (message.path("Records").isArray()) {
            for (JsonNode event : message.path("Records")) {
                if (isOfFile(event.path("eventName"))) {
                    files.add(file(event.at("/s3/bucket/name"), decoded(event.at("/s3/object/key"))));
                } else {
                    others++;
                }
            }
        } else if (message.path("detail").isObject()) { // EventBridge does not encode the key
            if (isOfFile(message.path("detail-type"))) {
                files.add(file(message.at("/detail/bucket/name"), text(message.at("/detail/object/key"))));
            } else {
                others++;
            }
        } else if (message.path("Event").asText().equals("s3:TestEvent")) {
            others++;
        } else {
            throw new IllegalArgumentException(
                    "The message is no event notification of S3: it has neither Records nor detail.");
        }
        return new EventMessage(files, others);
    }

    private static JsonNode json(byte[] text) {
        try {
            return JSON.readValue(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("The message is no JSON text.", e);
        }
    }

    private static boolean isOfFile(JsonNode name) {
        return NAME.matcher(text(name)).matches();
    }

    private static String file(JsonNode bucket, String key) {
        return "//" + text(bucket) + "/" + key;
    }

    private static String decoded(JsonNode key) {
        try {
            return URLDecoder.decode(text(key), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The key of an event is not URL-encoded: " + text(key) + ".", e);
        }
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("An event lacks its name, its bucket or its key.");
        }
        return node.textValue();
    }
}
