package dev.freshet.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.freshet.benchmarks.command.BenchMain;
import dev.freshet.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the files that start the command on a schedule. */
class DeployTest {
    private static final Path DEPLOY = Path.of("").toAbsolutePath().getParent().resolve("deploy");
    private static final Path PAGE = Path.of("deploy.md");
    private static final Pattern COMMAND = Pattern.compile("freshet ((?:%s) [^'\"&>\n]*)"
            .formatted(String.join("|", BenchMain.commandLine().getSubcommands().keySet())));
    private static final Pattern EXIT = Pattern.compile("(?m)^\\| (\\d+) \\| (yes|no) \\|");

    static List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(DEPLOY)) {
            return tree.filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".timer")
                    && !file.startsWith(DEPLOY.resolve("docker")) && !file.startsWith(DEPLOY.resolve("compose")))
                    .sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyCommandCanBeParsed(Path file) throws IOException {
        // A folded line of YAML is one line of the shell.
        String text = Files.readString(file).replaceAll("\n +(?=--|&&)", " ");
        List<String> commands = COMMAND.matcher(text).results().map(command -> command.group(1).strip()).toList();
        assertThat(commands).isNotEmpty().allSatisfy(command -> assertThatCode(
                () -> BenchMain.commandLine().parseArgs(command.split("\\s+"))).doesNotThrowAnyException());
    }

    @Test
    void thePageNamesEveryExitCode() throws IOException {
        assertThat(exits("yes|no")).containsExactlyElementsOf(Arrays.stream(ExitCode.values())
                .filter(exit -> exit != ExitCode.OK).map(ExitCode::code).toList());
    }

    @Test
    void whatNeedsAPersonIsNotTriedAgain() throws IOException {
        List<Integer> last = exits("no").stream().filter(code -> code != ExitCode.INTERRUPTED.code()).toList();
        List<Integer> rules = new ArrayList<>();
        spec("run.yaml", "CronJob").at("/jobTemplate/spec/podFailurePolicy/rules/0/onExitCodes/values")
                .forEach(code -> rules.add(code.asInt()));
        assertThat(rules).isEqualTo(last);
        String line = "\nRestartPreventExitStatus="
                + last.stream().map(String::valueOf).collect(Collectors.joining(" ")) + "\n";
        for (String unit : List.of("freshet-run.service", "freshet-serve.service")) {
            assertThat(DEPLOY.resolve("systemd").resolve(unit)).content().contains(line);
        }
    }

    /** The exit codes of the page's table. */
    private static List<Integer> exits(String tryAgain) throws IOException {
        return EXIT.matcher(Files.readString(PAGE)).results().filter(row -> row.group(2).matches(tryAgain))
                .map(row -> Integer.parseInt(row.group(1))).toList();
    }

    @Test
    void noScheduleStartsASecondRunBesideTheFirst() throws IOException {
        JsonNode cron = spec("run.yaml", "CronJob");
        assertThat(cron.path("concurrencyPolicy").asText()).isEqualTo("Forbid");
        assertThat(cron.path("timeZone").asText()).isEqualTo("Etc/UTC");
        assertThat(spec("serve.yaml", "Deployment").at("/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(DEPLOY.resolve("systemd/freshet-run.service")).content().contains("\nType=oneshot\n");
        assertThat(DEPLOY.resolve("systemd/freshet-run.timer")).content().contains(" UTC\n", "\nPersistent=true\n");
        assertThat(DEPLOY.resolve("cron/freshet")).content().contains("\nCRON_TZ=UTC\n", "flock -n");
        assertThat(DEPLOY.resolve("airflow/freshet_dag.py")).content().contains("max_active_runs=1", "timezone.utc");
    }

    @Test
    void everyContainerHasLimitsAndProbes() throws IOException {
        JsonNode batch = spec("run.yaml", "CronJob").at("/jobTemplate/spec/template/spec/containers/0");
        JsonNode serve = spec("serve.yaml", "Deployment").at("/template/spec/containers/0");
        JsonNode gateway = spec("gateway.yaml", "Deployment").at("/template/spec/containers/0");
        assertThat(List.of(batch, serve, gateway)).allSatisfy(container -> {
            MatchResult asked = Pattern.compile("--memory (\\d)g").matcher(container.at("/args/0").asText()).results()
                    .findFirst().orElseThrow();
            assertThat(container.at("/resources/limits/memory").asText())
                    .isEqualTo(Integer.parseInt(asked.group(1)) * 1280 + "Mi");
            assertThat(container.path("image").asText()).isEqualTo("freshet:latest");
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
        });
        assertThat(List.of(batch, serve))
                .allSatisfy(container -> assertThat(container.at("/envFrom/0/secretRef/name").asText())
                        .isEqualTo("freshet"));
        assertThat(List.of(serve, gateway)).allSatisfy(container -> assertThat(container.fieldNames()).toIterable()
                .contains("startupProbe", "livenessProbe", "readinessProbe"));
        JsonNode pod = spec("gateway.yaml", "Deployment").at("/template/metadata/labels");
        assertThat(spec("gateway.yaml", "Service").path("selector")).isEqualTo(pod);
    }

    private static JsonNode spec(String file, String kind) throws IOException {
        try (MappingIterator<JsonNode> documents = new YAMLMapper().readerFor(JsonNode.class)
                .readValues(DEPLOY.resolve("kubernetes").resolve(file).toFile())) {
            return documents.readAll().stream().filter(document -> document.path("kind").asText().equals(kind))
                    .findFirst().orElseThrow().path("spec");
        }
    }

    @Test
    void theDagIsPython(@TempDir Path cache) throws IOException, InterruptedException {
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(
                directory -> Files.isExecutable(Path.of(directory, "python3"))), "there is no python3");
        ProcessBuilder python = new ProcessBuilder("python3", "-m", "py_compile",
                DEPLOY.resolve("airflow/freshet_dag.py").toString()).redirectErrorStream(true);
        python.environment().put("PYTHONPYCACHEPREFIX", cache.toString());
        Process process = python.start();
        assertThat(process.inputReader().lines().toList()).isEmpty();
        assertThat(process.waitFor()).isZero();
    }
}
