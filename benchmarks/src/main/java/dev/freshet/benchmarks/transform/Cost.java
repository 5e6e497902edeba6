package dev.freshet.benchmarks.transform;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a write took.
 *
 * @param cpuSeconds of all threads of the process, with those that compile and collect garbage
 * @param peakBytes the most memory that the process has held so far; 0 where the system does not say
 */
record Cost(double cpuSeconds, double wallSeconds, long peakBytes) {
    private static final OperatingSystemMXBean PROCESS = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final long KIB = 1 << 10;

    /** Some work that can fail. */
    interface Work {
        void run() throws Exception;
    }

    /** Of this process. */
    static Cost of(Work work) throws Exception {
        long cpu = PROCESS.getProcessCpuTime();
        long wall = System.nanoTime();
        work.run();
        return new Cost((PROCESS.getProcessCpuTime() - cpu) / NANOS, (System.nanoTime() - wall) / NANOS,
                peakBytes(ProcessHandle.current()));
    }

    /** Of this process since it started. */
    static Cost sinceStart() {
        return new Cost(PROCESS.getProcessCpuTime() / NANOS,
                (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / MILLIS,
                peakBytes(ProcessHandle.current()));
    }

    static long peakBytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB).findFirst().orElse(0);
        } catch (IOException e) {
            return 0; // only Linux has the file
        }
    }
}
