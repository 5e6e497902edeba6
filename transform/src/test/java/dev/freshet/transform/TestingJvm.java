package dev.freshet.transform;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts JVMs with this one's class path. They load classes from an archive that the first one writes, which halves
 * their start-up time.
 */
final class TestingJvm {
    private final Path archive;
    private final String classPath;

    /** @param directory for the archive, which can only contain classes from jars */
    TestingJvm(Path directory) throws IOException {
        archive = directory.resolve("classes.jsa");
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            entries.add(Files.isDirectory(path) ? jar(path, directory.resolve(entries.size() + ".jar")).toString()
                    : entry);
        }
        classPath = String.join(File.pathSeparator, entries);
    }

    /** The exit status and the output of a JVM. */
    record End(int status, String output) {}

    /** Runs the first JVM, which writes the archive. */
    End archive(Class<?> main, Properties input, String... arguments) throws IOException, InterruptedException {
        return run("-XX:ArchiveClassesAtExit=" + archive, main, input, arguments);
    }

    /** Runs a class and waits for its end. */
    End run(Class<?> main, Properties input, String... arguments) throws IOException, InterruptedException {
        return run("-XX:SharedArchiveFile=" + archive, main, input, arguments);
    }

    private End run(String option, Class<?> main, Properties input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto", "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off", option, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "--enable-native-access=ALL-UNNAMED", "-cp",
                classPath, main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (OutputStream in = process.getOutputStream()) {
            input.store(in, null);
        }
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            String output = out.lines().collect(Collectors.joining("\n"));
            return new End(process.waitFor(), output);
        }
    }

    private static Path jar(Path directory, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> tree = Files.walk(directory)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(directory.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}
