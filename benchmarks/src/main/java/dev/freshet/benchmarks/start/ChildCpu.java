package dev.freshet.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The CPU time of the ended child processes of this one.
 *
 * @param ticks of a hundredth of a second; 0 where the system does not say
 */
record ChildCpu(long ticks) {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final double TICKS_PER_SECOND = 100;
    /** Of the fields after the name in brackets, those of {@code cutime} and {@code cstime}, see proc(5). */
    private static final int USER = 13;
    private static final int SYSTEM = 14;

    static ChildCpu read() throws IOException {
        if (!Files.isReadable(STAT)) {
            return new ChildCpu(0); // only Linux has the file
        }
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new ChildCpu(Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]));
    }

    /** Seconds. */
    double since(ChildCpu before) {
        return (ticks - before.ticks) / TICKS_PER_SECOND;
    }
}
