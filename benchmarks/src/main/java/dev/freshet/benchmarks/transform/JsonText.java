package dev.freshet.benchmarks.transform;

import java.util.List;
import java.util.SplittableRandom;

/** Writes a random JSON value. */
interface JsonText {
    void write(SplittableRandom random, StringBuilder out);

    /** One of so many texts. */
    static JsonText word(int different) {
        return (random, out) -> out.append("\"value-").append(random.nextInt(different)).append('"');
    }

    /** Words in several scripts, some with escapes. */
    static JsonText words(int most) {
        List<String> some = List.of("backup", "of", "disk", "größer", "東京", "déjà", "tab\\there", "\\u00fcber", "🚀",
                "\\\"quoted\\\"", "finished", "after", "retry", "C:\\\\data");
        return (random, out) -> {
            out.append('"');
            for (int left = random.nextInt(most); left >= 0; left--) {
                out.append(some.get(random.nextInt(some.size()))).append(left == 0 ? "" : " ");
            }
            out.append('"');
        };
    }

    /** Sixteen digits that do not repeat. */
    static JsonText hex() {
        return (random, out) -> out.append("\"%016x\"".formatted(random.nextLong()));
    }

    static JsonText url() {
        return (random, out) -> out.append("\"https://example.com/devices/").append(random.nextInt(50_000))
                .append("/events?page=").append(random.nextInt(100)).append('"');
    }

    static JsonText whole(long bound) {
        return (random, out) -> out.append(random.nextLong(-bound / 10, bound));
    }

    /** With few digits. */
    static JsonText eighths() {
        return (random, out) -> out.append(random.nextInt(80_000) / 8.0);
    }

    /** With all digits that a double has. */
    static JsonText fraction() {
        return (random, out) -> out.append(random.nextDouble() * 1_000);
    }

    /** With two digits after the point. */
    static JsonText money() {
        return (random, out) -> out.append(random.nextInt(1_000_000)).append('.').append(random.nextInt(10, 100));
    }

    static JsonText truth() {
        return (random, out) -> out.append(random.nextBoolean());
    }

    /** Milliseconds since 1970-01-01T00:00:00Z. */
    static JsonText millis() {
        return (random, out) -> out.append(1_795_000_000_000L + random.nextLong(1_000_000_000L));
    }

    /** Up to so many elements. */
    static JsonText array(int most, JsonText element) {
        return (random, out) -> {
            out.append('[');
            for (int left = random.nextInt(most + 1); left > 0; left--) {
                element.write(random, out);
                out.append(left == 1 ? "" : ",");
            }
            out.append(']');
        };
    }

    /** A key of an object with its value. */
    record Member(String key, JsonText value) {}

    static JsonText object(Member... members) {
        return (random, out) -> {
            out.append('{');
            for (Member member : members) {
                out.append(member == members[0] ? "\"" : ",\"").append(member.key()).append("\":");
                member.value().write(random, out);
            }
            out.append('}');
        };
    }

    /** An object with up to so many keys, which are data. */
    static JsonText map(int most, JsonText value) {
        return (random, out) -> {
            out.append('{');
            for (int left = random.nextInt(most + 1); left > 0; left--) {
                out.append("\"key-").append(left).append("\":");
                value.write(random, out);
                out.append(left == 1 ? "" : ",");
            }
            out.append('}');
        };
    }
}
