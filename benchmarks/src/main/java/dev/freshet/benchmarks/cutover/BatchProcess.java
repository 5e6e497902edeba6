package dev.freshet.benchmarks.cutover;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One run in a separate JVM, which can be stopped and killed. It writes a line before each step and waits for a reply;
 * its last line says how it ended. It ends if no reply can come any more.
 */
final class BatchProcess {
    /** Begins the line before a step. */
    static final String STEP = "step ";
    /** Begins the last line of a run that returned normally; the boundary follows, or nothing. */
    static final String DONE = "done ";
    /** Begins the last line of a run that failed. */
    static final String FAILED = "failed ";

    private BatchProcess() {}

    /** @param args the lakehouse file, the dataset, its landing root, its grace, the job, and the current time */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        DatasetSpec spec = Dataset.spec(args[1], args[2], Duration.parse(args[3]));
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), Instant.parse(args[5])));
        try (LakehouseConnection lakehouse = LakehouseConnection.open(LakehouseConfig.read(Path.of(args[0])))) {
            Optional<LocalDate> boundary = Job.valueOf(args[4]).make(spec, lakehouse, clock,
                    (step, detail, done, total) -> {
                        out.println(STEP + step);
                        awaitAnswer();
                    });
            out.println(DONE + boundary.map(LocalDate::toString).orElse(""));
        } catch (RuntimeException e) {
            e.printStackTrace();
            out.println(FAILED + "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()).replaceAll("\\R",
                    " "));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void awaitAnswer() {
        try {
            int read = System.in.read();
            while (read != '\n') {
                if (read < 0) {
                    Runtime.getRuntime().halt(1);
                }
                read = System.in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
