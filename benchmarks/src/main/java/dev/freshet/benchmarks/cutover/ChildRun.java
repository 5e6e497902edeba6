package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.transform.connect.Step;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A run as a process, which is halted at one of its steps. */
final class ChildRun {
    /** As in the tests: a short-lived JVM mostly starts up. */
    private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
            "-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");

    private final Process process;
    private final Attempt attempt;
    private final FaultTally tally;
    private final Halt halt;
    private final Duration pause;
    private final CountDownLatch free = new CountDownLatch(1);
    private final Thread thread;
    private int announced;
    private boolean isKilled;
    private volatile Optional<StopWatch.Times> times = Optional.empty();

    /**
     * Begins.
     *
     * @param pause how long it stays stopped, if it is stopped
     * @param arguments of {@link BatchProcess}
     */
    ChildRun(Attempt attempt, FaultTally tally, Halt halt, Duration pause, List<String> arguments) {
        this.attempt = attempt;
        this.tally = tally;
        this.halt = halt;
        this.pause = pause;
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString()));
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BatchProcess.class.getName()));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command).redirectError(errors()).start();
        } catch (IOException e) {
            throw new BenchException("Cannot start a process: " + e, e);
        }
        thread = Thread.ofPlatform().daemon().name("freshet-cutover-child").start(this::follow);
    }

    private static ProcessBuilder.Redirect errors() {
        String file = System.getProperty("freshet.bench.errors");
        return file == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.appendTo(new File(file));
    }

    /** Waits until it has ended or is stopped. */
    void awaitFree() throws InterruptedException {
        free.await();
    }

    /** Waits until it has ended. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Of a run that has returned normally. */
    Optional<StopWatch.Times> times() {
        return times;
    }

    void destroy() {
        process.destroyForcibly();
    }

    private void follow() {
        try (BufferedReader out = process.inputReader(); Writer in = process.outputWriter()) {
            String last = "";
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
                if (line.startsWith(BatchProcess.STEP)) {
                    step(Step.valueOf(line.substring(BatchProcess.STEP.length())), in);
                }
            }
            end(last, process.waitFor());
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            end(BatchProcess.FAILED + e, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.countDown();
        }
    }

    private void step(Step step, Writer in) throws IOException, InterruptedException {
        attempt.at(step);
        boolean isHere = step == halt.step() && ++announced == halt.nth();
        if (isHere && halt.after().isZero()) {
            halt();
        }
        if (!isKilled) {
            in.write('\n');
            in.flush();
        }
        if (isHere && !halt.after().isZero()) {
            Thread.sleep(halt.after());
            halt();
        }
    }

    private void halt() throws IOException, InterruptedException {
        if (halt.kind() == Halt.Kind.KILL) {
            isKilled = true;
            process.destroyForcibly().waitFor();
            return;
        }
        // A separate process continues it, even if this one ends meanwhile.
        String pid = String.valueOf(process.pid());
        Process pauser = new ProcessBuilder("sh", "-c", "kill -STOP $1 && echo && sleep $2 && kill -CONT $1", "sh", pid,
                "%d.%03d".formatted(pause.toSeconds(), pause.toMillisPart())).redirectError(
                        ProcessBuilder.Redirect.DISCARD)
                .start();
        if (pauser.getInputStream().read() == '\n') {
            tally.add(FaultTally.Count.PAUSED);
        }
        free.countDown();
    }

    private void end(String last, int status) {
        if (last.startsWith(BatchProcess.DONE)) {
            String boundary = last.substring(BatchProcess.DONE.length());
            times = Optional.of(attempt.ended(boundary.isEmpty() ? Optional.empty()
                    : Optional.of(LocalDate.parse(boundary))));
        } else if (isKilled) {
            attempt.killed();
        } else {
            attempt.failed(last.startsWith(BatchProcess.FAILED) ? last.substring(BatchProcess.FAILED.length())
                    : "the process ended with status " + status);
        }
    }
}
