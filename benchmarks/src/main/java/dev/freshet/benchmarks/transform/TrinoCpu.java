package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.BenchException;
import java.time.Duration;

/** The CPU time of the Trino server that this process has started. */
public record TrinoCpu(ProcessHandle process) {
    private static final String MAIN = "dev.freshet.lakehouse.TrinoMain";
    private static final double NANOS = 1e9;

    /** @throws BenchException if this process has not started Trino */
    public static TrinoCpu find() {
        return ProcessHandle.current().children()
                .filter(child -> child.info().commandLine().filter(line -> line.contains(MAIN)).isPresent())
                .findFirst().map(TrinoCpu::new)
                .orElseThrow(() -> new BenchException("Cannot find the process of Trino among those of this one"));
    }

    /** What Trino takes while this works. */
    Cost cost(Runnable work) {
        double cpu = seconds();
        long wall = System.nanoTime();
        work.run();
        return new Cost(seconds() - cpu, (System.nanoTime() - wall) / NANOS, Cost.peakBytes(process));
    }

    /** Since it started. */
    public double seconds() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElseThrow(
                () -> new BenchException("Cannot read the CPU time of process " + process.pid())) / NANOS;
    }
}
