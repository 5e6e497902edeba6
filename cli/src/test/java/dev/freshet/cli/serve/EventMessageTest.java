package dev.freshet.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventMessageTest {
    private static EventMessage parse(String json) {
        return EventMessage.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String record(String name, String key) {
        return "{\"eventName\":\"%s\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%s\",\"size\":1}}}"
                .formatted(name, key);
    }

    private static String records(String... records) {
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    private static String file(String key) {
        return parse(records(record("ObjectCreated:Put", key))).files().get(0);
    }

    @Test
    void keysAreDecoded() {
        assertThat(file("in/dt=2026-11-29/a.json")).isEqualTo("//b/in/dt=2026-11-29/a.json");
        assertThat(file("in%2Fdt%3D2026-11-29%2Fa.json")).isEqualTo("//b/in/dt=2026-11-29/a.json");
        assertThat(file("a+b%2Bc%20d%25.json")).isEqualTo("//b/a b+c d%.json");
        assertThat(file("gr%C3%BC%C3%9Fe-%F0%9F%98%80.json")).isEqualTo("//b/grüße-😀.json");
    }

    @Test
    void whatIsCreatedOrRemovedCounts() {
        EventMessage message = parse(records(record("ObjectCreated:CompleteMultipartUpload", "1"),
                record("s3:ObjectCreated:Put", "2"), record("ObjectRemoved:DeleteMarkerCreated", "3"),
                record("LifecycleExpiration:Delete", "4"), record("ObjectTagging:Put", "5"),
                record("ObjectRestore:Completed", "6")));
        assertThat(message.files()).containsExactly("//b/1", "//b/2", "//b/3", "//b/4");
        assertThat(message.others()).isEqualTo(2);
        assertThat(parse("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}").files()).isEmpty();
        assertThat(parse("{\"Type\":\"SubscriptionConfirmation\",\"Message\":\"You\",\"SubscribeURL\":\"https://x\"}")
                .files()).isEmpty();
    }

    @Test
    void snsAndEventBridgeWrapThem() {
        String inner = records(record("ObjectCreated:Put", "a+b"));
        assertThat(parse("{\"Type\":\"Notification\",\"Message\":" + new TextNode(inner) + "}").files())
                .containsExactly("//b/a b");
        String bridge = "{\"detail-type\":\"Object %s\",\"source\":\"aws.s3\",\"detail\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"a+b%%2F\"}}}";
        assertThat(parse(bridge.formatted("Created")).files()).containsExactly("//b/a+b%2F");
        assertThat(parse(bridge.formatted("Deleted")).files()).containsExactly("//b/a+b%2F");
        assertThat(parse(bridge.formatted("Tags Added")).others()).isEqualTo(1);
        assertThat(parse("{\"Message\":" + new TextNode(bridge.formatted("Created")) + "}").files()).hasSize(1);
    }

    @Test
    void whatIsNoNotificationIsRefusedInOneSentence() {
        for (String wrong : new String[]{"", "x", "[]", "{}", "{} {}", "{\"Message\":\"x\"}", "{\"Records\":[1]}",
                records("{\"eventName\":\"ObjectCreated:Put\"}"), records(record("ObjectCreated:Put", "%zz")),
                "{\"detail\":{}}", "{\"a\":".repeat(100_000)}) {
            assertThatThrownBy(() -> parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("[^\n]+\\.");
        }
    }
}
