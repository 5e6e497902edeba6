package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.gateway.http.HttpGateway;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tutorial, and samples that are made of commands: types each command of the page, and compares what it shows. A
 * block without a language is typed. One with a language is what the last command before it prints.
 */
class SamplesTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern SERVER = Pattern.compile("\\./freshet (up|down|gateway)\\b.*");
    private static final String SHOW_EXIT = " || echo \"exit $?\"";
    private static final String DATA = ".freshet/lakehouse/data";
    private static final String GATEWAY = "http://127.0.0.1:8081";
    /** The time at which the pages were written. */
    private static final ZonedDateTime WRITTEN = ZonedDateTime.of(2026, 11, 28, 10, 0, 0, 0, ZoneOffset.UTC);
    private static final List<String> HOURS = List.of("yyyy-MM-dd'T'HH", "yyyy-MM-dd HH");
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    private Path directory;
    private ZonedDateTime now;

    /** A copy of the samples on the running lakehouse, early enough to end in this hour. */
    @BeforeEach
    void copySamples() throws IOException, InterruptedException {
        Path state = Files.createDirectories(directory.resolve(".freshet/lakehouse"));
        try (OutputStream out = Files.newOutputStream(state.resolve("lakehouse.properties"))) {
            LocalLakehouse.shared().properties().store(out, null);
        }
        try (Stream<Path> files = Files.walk(TOP.resolve("samples"), 2).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Path copy = directory.resolve(TOP.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Instant nextHour = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Duration left = Duration.between(Instant.now(), nextHour);
        Thread.sleep(left.compareTo(LONGEST) < 0 ? left : Duration.ZERO);
        now = ZonedDateTime.now(ZoneOffset.UTC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/tutorial.md", "samples/failure-drills/README.md", "samples/hourly/README.md",
            "samples/schema-change/README.md"})
    void thePageShowsWhatItsCommandsPrint(String page) throws Exception {
        Files.copy(directory.resolve("samples/quickstart/yesterday.json"), directory.resolve("my.json"));
        type(page, GATEWAY);
    }

    @Test
    void otherLanguagesAskTheGateway() throws Exception {
        for (String program : List.of("node", "npm", "python3")) {
            assumeTrue(isOnPath(program), "there is no " + program + " to run the sample python-and-node with");
        }
        URI trino = Upstream.of(LocalLakehouse.shared().trinoUrl(), Map.of()).uri();
        try (HttpGateway gateway = HttpGateway
                .start(HttpGateway.Options.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), trino))) {
            type("samples/python-and-node/README.md", gateway.uri().toString());
        }
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private void type(String page, String gateway) throws Exception {
        List<String> shown = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        String last = "";
        for (MatchResult block : BLOCK.matcher(Files.readString(TOP.resolve(page))).results().toList()) {
            if (block.group(1).isEmpty()) {
                last = run(block.group(2).replace(GATEWAY, gateway));
            } else {
                shown.add(anyTime(block.group(2)));
                printed.add(anyTime(whenWritten(last)));
            }
        }
        assertThat(printed).isNotEmpty().isEqualTo(shown);
    }

    /** Runs all commands but those that start or stop servers. Returns what the last one prints. */
    private String run(String commands) throws Exception {
        String printed = "";
        for (String command : commands.lines().filter(line -> !SERVER.matcher(line).matches()).toList()) {
            printed = command.startsWith("./freshet ") ? freshet(command)
                    : shell(command.replace(DATA, LocalLakehouse.shared().directory().toString()));
        }
        return printed;
    }

    /** Here instead of in a new JVM, which takes longer. One that has to fail shows its exit code. */
    private String freshet(String command) throws Exception {
        boolean hasToFail = command.endsWith(SHOW_EXIT);
        String[] words = shell("printf '%s\\0' " + command.replace(SHOW_EXIT, "")).split("\0");
        words[0] = "--lakehouse=" + directory.resolve(".freshet/lakehouse/lakehouse.properties");
        for (int i = 1; i < words.length; i++) {
            words[i] = words[i].matches("\\S+\\.(json|yaml)") ? directory.resolve(words[i]).toString() : words[i];
        }
        TestingFreshet ended = TestingFreshet.run((Object[]) words);
        assertThat(ended.exit() != 0).as(command + "\n" + ended.err()).isEqualTo(hasToFail);
        return (ended.out() + (hasToFail ? failure(ended) : "")).replace(directory + "/", "");
    }

    /** Without the progress, which a terminal does not keep. */
    private static String failure(TestingFreshet ended) {
        return ended.err().lines().filter(line -> line.startsWith("freshet: ")).collect(Collectors.joining("\n"))
                + "\nexit " + ended.exit() + "\n";
    }

    private String shell(String command) throws Exception {
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder("sh", "-c", command).directory(directory.toFile())
                .redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + Files.readString(err)).isZero();
        return out;
    }

    /** As if it were the day and the hour in which the pages were written. */
    private String whenWritten(String text) {
        Map<String, String> times = new LinkedHashMap<>();
        for (int ago = 0; ago < 3; ago++) {
            for (String hour : HOURS) {
                times.put(now.minusHours(ago).format(DateTimeFormatter.ofPattern(hour)),
                        WRITTEN.minusHours(ago).format(DateTimeFormatter.ofPattern(hour)));
            }
        }
        for (int ago = -7; ago < 3; ago++) { // the tail ends some days ahead
            for (DateTimeFormatter day : List.of(DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.BASIC_ISO_DATE)) {
                times.put(now.toLocalDate().minusDays(ago).format(day),
                        WRITTEN.toLocalDate().minusDays(ago).format(day));
            }
        }
        return Pattern.compile(times.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")))
                .matcher(text).replaceAll(time -> Matcher.quoteReplacement(times.get(time.group())));
    }

    /** Durations also decide how wide a column is. */
    private static String anyTime(String text) {
        return text.replaceAll("#[0-9]{8}_[0-9a-z_]+", "#QUERY").replaceAll("[T ][0-9:.]+(Z| UTC)", "TIME")
                .replaceAll("([0-9]+ min )?[0-9.]+ m?s\\b", "DURATION")
                .replaceAll("-{2,}", "--").replaceAll(" +", " ");
    }
}
