package dev.freshet.cli.local;

import dev.freshet.lakehouse.StartProgress;
import dev.freshet.transform.connect.LakehouseException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts a host that outlives this process and its terminal. */
public final class Background {
    /** Makes the host ignore Ctrl-C and the end of the terminal, which are meant for the command that started it. */
    private static final String DETACHED = "trap '' HUP INT QUIT; exec \"$@\"";
    private static final int LINES = 5;

    private Background() {}

    /**
     * Returns once the lakehouse serves queries. If two processes start at once, one starts the host and the other
     * waits for it.
     *
     * @param mainClass main class of the program
     * @param arguments arguments with which it runs as the host
     * @return whether a host was running already
     * @throws LakehouseException if the host ends instead, with its message
     */
    public static boolean start(LakehouseDirectory directory, String mainClass, List<String> arguments,
            StartProgress progress) {
        try {
            Files.createDirectories(directory.path());
            try (FileChannel turn = FileChannel.open(directory.turn(), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                turn.lock();
                Optional<ProcessHandle> host = directory.host();
                if (host.isPresent() && await(directory, host.get(), progress)) {
                    return true;
                }
                startAlone(directory, command(mainClass, arguments), progress);
                return false;
            }
        } catch (IOException e) {
            throw new LakehouseException("Cannot start a lakehouse in %s: %s".formatted(directory.path(), e), e);
        }
    }

    private static void startAlone(LakehouseDirectory directory, List<String> command, StartProgress progress)
            throws IOException {
        Process process = spawn(directory, command);
        // An interrupted start must leave no lakehouse behind.
        Thread hook = new Thread(process::destroy, "freshet-start-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        boolean started = await(directory, process.toHandle(), progress);
        Runtime.getRuntime().removeShutdownHook(hook);
        progress.end();
        if (!started) {
            throw new LakehouseException(lastWords(directory));
        }
    }

    /** Waits until a host has started; false if it ended instead. */
    private static boolean await(LakehouseDirectory directory, ProcessHandle host, StartProgress progress) {
        try {
            while (host.isAlive()) {
                if (directory.isStarted() && directory.host().filter(host::equals).isPresent()) {
                    return true;
                }
                ProgressFile.show(directory.progress(), progress);
                TimeUnit.MILLISECONDS.sleep(100);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> command(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", DETACHED, "freshet-up"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Dfreshet.watched=false", "-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }

    private static Process spawn(LakehouseDirectory directory, List<String> command) throws IOException {
        File log = directory.log().toFile();
        Files.deleteIfExists(directory.file());
        Files.deleteIfExists(directory.progress());
        return new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectOutput(log)
                .redirectErrorStream(true).start();
    }

    /** The host's error message if there is one, else the end of its output. */
    private static String lastWords(LakehouseDirectory directory) {
        try {
            List<String> lines = Files.readAllLines(directory.log()).stream().filter(line -> !line.isBlank()).toList();
            for (int i = lines.size() - 1; i >= 0; i--) {
                if (lines.get(i).startsWith("freshet: ")) {
                    return String.join("\n", lines.subList(i, lines.size())).substring("freshet: ".length());
                }
            }
            return "Cannot start a lakehouse in %s: its process ended: %s (all of it is in %s)".formatted(
                    directory.path(), String.join("\n", lines.subList(Math.max(0, lines.size() - LINES),
                            lines.size())),
                    directory.log());
        } catch (IOException e) {
            return "Cannot start a lakehouse in %s: its process ended without a word".formatted(directory.path());
        }
    }
}
