package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.transform.JsonText.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Lines whose columns are others than those of the telemetry. */
record Shape(List<Field> fields) {
    private static final int WIDE_COLUMNS = 200;
    /** Those that every line has: id, time, customer. */
    private static final int COMMON_COLUMNS = 3;
    private static final int EVENTS_WITHIN_MILLIS = 30 * 3_600_000;
    private static final int ONE_IN_NULL = 12;
    private static final int ONE_IN_MISSING = 20;

    /** @param type as in a spec, with the format if it has one */
    record Field(String name, String type, JsonText value) {}

    private static final class Builder {
        private final List<Field> fields = new ArrayList<>();

        Builder add(String type, JsonText value) {
            fields.add(new Field("c%03d".formatted(fields.size() + 1), type, value));
            return this;
        }

        Shape build() {
            return new Shape(List.copyOf(fields));
        }
    }

    /** 200 columns. */
    static Shape wide() {
        Builder builder = new Builder();
        for (int i = 0; i < WIDE_COLUMNS - COMMON_COLUMNS; i++) {
            switch (i % 5) {
                case 0 -> builder.add("varchar", JsonText.word(1 << i % 12));
                case 1 -> builder.add("bigint", JsonText.whole(1L << 4 + i % 46));
                case 2 -> builder.add("double", JsonText.eighths());
                case 3 -> builder.add("boolean", JsonText.truth());
                default -> builder.add("integer", JsonText.whole(1_000));
            }
        }
        return builder.build();
    }

    /** Rows, arrays and maps in each other. */
    static Shape deep() {
        JsonText row = JsonText.object(
                new Member("a", JsonText.object(
                        new Member("b", JsonText.object(new Member("c", JsonText.word(100)),
                                new Member("d", JsonText.whole(1_000_000)))),
                        new Member("e", JsonText.array(3, JsonText.word(20))))),
                new Member("f", JsonText.eighths()));
        JsonText item = JsonText.object(new Member("sku", JsonText.word(5_000)),
                new Member("amount", JsonText.whole(100)), new Member("tags", JsonText.array(2, JsonText.word(10))));
        JsonText limits = JsonText.object(new Member("low", JsonText.eighths()),
                new Member("high", JsonText.eighths()));
        return new Builder().add("\"row(a row(b row(c varchar, d bigint), e array(varchar)), f double)\"", row)
                .add("\"array(row(sku varchar, amount integer, tags array(varchar)))\"", JsonText.array(4, item))
                .add("\"array(array(bigint))\"", JsonText.array(3, JsonText.array(3, JsonText.whole(1_000))))
                .add("\"map(varchar, varchar)\"", JsonText.map(4, JsonText.word(50)))
                .add("\"map(varchar, row(low double, high double))\"", JsonText.map(3, limits)).build();
    }

    /** Mostly text: short and long, repeated and unique. */
    static Shape strings() {
        Builder builder = new Builder();
        for (int different : new int[]{2, 10, 100, 1_000, 100_000}) {
            builder.add("varchar", JsonText.word(different));
        }
        return builder.add("varchar", JsonText.hex()).add("varchar", JsonText.hex()).add("varchar", JsonText.url())
                .add("varchar", JsonText.words(4)).add("varchar", JsonText.words(40)).build();
    }

    /** Mostly numbers: small and large, whole and not. */
    static Shape numbers() {
        Builder builder = new Builder();
        for (int bits : new int[]{4, 16, 32, 62}) {
            builder.add("bigint", JsonText.whole(1L << bits));
        }
        return builder.add("integer", JsonText.whole(10)).add("integer", JsonText.whole(1_000_000_000))
                .add("double", JsonText.eighths()).add("double", JsonText.fraction())
                .add("double", JsonText.fraction()).add("\"decimal(9, 2)\"", JsonText.money())
                .add("\"decimal(18, 4)\"", JsonText.money())
                .add("timestamp(6) with time zone, format: epoch_millis", JsonText.millis())
                .add("boolean", JsonText.truth()).build();
    }

    /** The columns of the spec, with the event time and the column by which it is sorted. */
    String columns() {
        return """
                 id:            {type: uuid, required: true}
                 event_time:    {type: timestamp(6) with time zone, path: $.time, required: true}
                 customer:      varchar
               """ + fields.stream().map(field -> "  %s: {type: %s}%n".formatted(field.name(), field.type()))
                .collect(Collectors.joining());
    }

    /** Writes a line without its end. */
    void write(SplittableRandom random, Instant arrival, StringBuilder line) {
        line.append("{\"id\":\"%08x-%04x-4000-8000-%012x\"".formatted(random.nextInt(), random.nextInt(1 << 16),
                random.nextLong(1L << 48)));
        line.append(",\"time\":\"").append(arrival.minusMillis(random.nextInt(EVENTS_WITHIN_MILLIS))).append('"');
        line.append(",\"customer\":");
        JsonText.word(50).write(random, line);
        for (Field field : fields) {
            if (random.nextInt(ONE_IN_MISSING) > 0) {
                line.append(",\"").append(field.name()).append("\":");
                if (random.nextInt(ONE_IN_NULL) == 0) {
                    line.append("null");
                } else {
                    field.value().write(random, line);
                }
            }
        }
        line.append('}');
    }
}
