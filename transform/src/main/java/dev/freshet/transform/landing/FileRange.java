package dev.freshet.transform.landing;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a raw file that begin in a range of its bytes.
 *
 * @param to exclusive
 */
public record FileRange(RawFile file, long from, long to) {
    /** Less text than this is not worth another thread, which writes files of its own. */
    private static final long LEAST = 32 << 20;
    /** How much text a byte of a compressed file holds, about. */
    private static final int EXPANDS = 8;
    /** Fewer stored bytes than this are not worth a thread that reads ahead. */
    private static final long AHEAD = 1 << 20;

    boolean isWhole() {
        return from == 0 && to == file.bytes();
    }

    /** Whether its bytes take time: they are many, and to be inflated or fetched. */
    boolean isSlow() {
        return to - from >= AHEAD && (RawBytes.isCompressed(file.path()) || !file.path().startsWith("local:"));
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

    /** How many threads these files are worth; 0 if they are small. */
    public static long worth(List<RawFile> files) {
        return files.stream().mapToLong(
                file -> RawBytes.isCompressed(file.path()) ? EXPANDS * file.bytes() : file.bytes()).sum() / LEAST;
    }
}
