package dev.freshet.benchmarks.scan;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** How raw files are compressed. */
public enum Codec {
    PLAIN(""),
    GZ(".gz"),
    ZST(".zst");

    private static final int BUFFER = 1 << 16;

    private final String suffix;

    Codec(String suffix) {
        this.suffix = suffix;
    }

    /** @throws IllegalArgumentException if there is no such codec */
    public static Codec parse(String word) {
        return Arrays.stream(values()).filter(codec -> codec.toString().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Invalid codec: %s (use %s)".formatted(word,
                        Arrays.stream(values()).map(Codec::toString).collect(Collectors.joining(", ")))));
    }

    /** By the name of a file. */
    public static Codec of(String path) {
        return path.endsWith(GZ.suffix) ? GZ : path.endsWith(ZST.suffix) ? ZST : PLAIN;
    }

    /** What follows {@code .json} in a file's name. */
    String suffix() {
        return suffix;
    }

    OutputStream compress(OutputStream stored) throws IOException {
        return switch (this) {
            case PLAIN -> stored;
            case GZ -> new GZIPOutputStream(stored, BUFFER);
            case ZST -> new ZstdOutputStream(stored);
        };
    }

    /** As options and reports name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
