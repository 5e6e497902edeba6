package dev.freshet.benchmarks.transform;

import dev.freshet.cli.telemetry.Backups;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the raw files look like. */
enum Variant {
    /** The telemetry of the demo, one file for some megabytes. */
    PLAIN,
    /** The same, compressed with gzip. */
    GZ,
    /** The same, compressed with Zstandard. */
    ZST,
    /** The same with the keys of each object in random order. */
    SHUFFLED,
    /** The same with a blank after each colon and comma. */
    SPACED,
    /** 200 columns. */
    WIDE(Shape.wide()),
    /** Rows, arrays and maps in each other. */
    DEEP(Shape.deep()),
    /** Mostly text. */
    STRINGS(Shape.strings()),
    /** Mostly numbers. */
    NUMBERS(Shape.numbers());

    private final Optional<Shape> shape;

    Variant(Shape shape) {
        this.shape = Optional.of(shape);
    }

    Variant() {
        this.shape = Optional.empty();
    }

    /** The columns, if they are not those of the telemetry. */
    Optional<Shape> shape() {
        return shape;
    }

    /** The text of a spec, with the landing root {@code local:///landing}. */
    String spec() {
        return shape.map(this::spec).orElseGet(this::telemetrySpec);
    }

    private String spec(Shape columns) {
        return """
               dataset: transform_%s
               schema: bench
               landing: {root: "local:///landing/transform_%s"}
               columns:
               %sevent_time: event_time
               history: {partition_by: ["day(event_time)"], sort_by: [customer, event_time]}
               """.formatted(this, this, columns.columns());
    }

    private String telemetrySpec() {
        return Backups.yaml().replace("dataset: " + Backups.DATASET, "dataset: transform_" + this)
                .replace("schema: telemetry", "schema: bench")
                .replace("local:///landing/" + Backups.DATASET, "local:///landing/transform_" + this)
                .replace("bucket(customer, 4)", "day(event_time)");
    }

    /** What the name of a raw file ends in. */
    String extension() {
        return switch (this) {
            case GZ -> ".json.gz";
            case ZST -> ".json.zst";
            default -> ".json";
        };
    }

    /** The line in the form of this variant. */
    LineForm form() {
        return switch (this) {
            case SHUFFLED -> LineForm.shuffled();
            case SPACED -> LineForm.SPACED;
            default -> LineForm.AS_IT_IS;
        };
    }

    /** @throws IllegalArgumentException if the name is unknown */
    static Variant parse(String name) {
        return Arrays.stream(values()).filter(variant -> variant.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Invalid variant: %s (use %s)".formatted(name,
                        names(List.of(values())))));
    }

    static String names(List<Variant> variants) {
        return variants.stream().map(Variant::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
