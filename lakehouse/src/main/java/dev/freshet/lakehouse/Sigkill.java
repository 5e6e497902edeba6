package dev.freshet.lakehouse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Kills processes, as a failure of the machine would. */
final class Sigkill {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Sigkill() {}

    /** Kills a process and its descendants, and waits until they have ended. */
    static void tree(long pid) {
        List<ProcessHandle> processes = ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants())).toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        Instant end = Instant.now().plus(PATIENCE);
        while (processes.stream().anyMatch(ProcessHandle::isAlive) && Instant.now().isBefore(end)) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
