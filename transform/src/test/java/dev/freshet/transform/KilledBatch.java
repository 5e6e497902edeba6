package dev.freshet.transform;

import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * A batch in a JVM of its own that kills itself, as the machine's failure would: SIGKILL, just before it does what a
 * point announces. The lakehouse's properties come on standard input.
 */
final class KilledBatch {
    private KilledBatch() {}

    /** @param args the run, the dataset, and the number of the point, or -1 for none */
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
            throw new IllegalStateException("still there after kill -9");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
