package dev.freshet.transform.landing;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a raw file that begin in a range of its bytes.
 *
 * @param to exclusive
 */
public record FileRange(RawFile file, long from, long to) {
    /** Less than this is not worth another thread. */
    private static final long LEAST = 32 << 20;

    boolean isWhole() {
        return from == 0 && to == file.bytes();
    }

    /** The ranges of a file that so many threads can read at once: one if it is small or compressed. */
    public static List<FileRange> split(RawFile file, int threads) {
        boolean isWhole = threads == 1 || RawBytes.isCompressed(file.path());
        long count = isWhole ? 1 : Math.clamp(file.bytes() / LEAST, 1, 2L * threads);
        long length = file.bytes() / count;
        List<FileRange> ranges = new ArrayList<>();
        for (long i = 1; i <= count; i++) {
            ranges.add(new FileRange(file, (i - 1) * length, i == count ? file.bytes() : i * length));
        }
        return ranges;
    }
}
