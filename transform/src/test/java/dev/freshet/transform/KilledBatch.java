package dev.freshet.transform;

import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * A batch in its own JVM that kills itself with SIGKILL, as a machine failure would, just before the step of a
 * {@link CrashPoint}. Reads the lakehouse's properties from standard input.
 */
final class KilledBatch {
    private KilledBatch() {}

    /** @param args the run, the dataset, and the number of the crash point, or -1 for none */
    public static void main(String[] args) throws IOException {
        Properties properties = new Properties();
        properties.load(System.in);
        LakehouseConfig config = LakehouseConfig.of("standard input", properties);
        CrashedRun run = CrashedRun.valueOf(args[0]);
        try (TestingLandingZone zone = run.zone(config, args[1])) {
            run.go(run.now(zone), killedAt(Integer.parseInt(args[2])));
        }
    }

    private static BatchProgress killedAt(int point) {
        CrashPoint.Recorder recorder = new CrashPoint.Recorder();
        return (step, detail, done, total) -> {
            recorder.at(step, detail, done, total);
            if (recorder.points().size() > point && point >= 0) {
                System.out.println(recorder.points().get(point));
                kill();
            }
        };
    }

    private static void kill() {
        try {
            new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start().waitFor();
            throw new IllegalStateException("Failed to kill this process with SIGKILL");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
