package dev.freshet.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.freshet.benchmarks.OwnLakehouse;
import dev.freshet.benchmarks.Site;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SiteOptionsTest {
    private static final List<String> BENCHMARKS = List.of("bench", "bench quick", "bench full", "bench scan",
            "bench tail", "bench history", "bench cutover", "bench growth", "bench planning", "bench start-up");

    @Test
    void reportsNameTheSetUpAndTheCommandThatRepeatsThem() {
        Site plain = site("local:///warehouse");
        assertThat(plain.where()).isEqualTo("local lakehouse");
        assertThat(plain.options()).isEmpty();
        assertThat(plain.isTrinoOurs()).isTrue();
        assertThat(plain.landingRoot()).isEqualTo("local:///landing/bench");

        Site s3 = site("s3://freshet/warehouse", "--s3", "--rest", "--trino", "483", "--workers", "2");
        assertThat(s3.where()).isEqualTo("local lakehouse, S3, REST, 2 workers");
        assertThat(s3.options()).isEqualTo(" --s3 --rest --trino 483 --workers 2");
        assertThat(s3.landingRoot()).isEqualTo("s3://freshet/landing/bench");

        Site container = site("s3://freshet/warehouse", "--container", "--trino", "483", "--s3", "--landing-root",
                "s3://freshet/other/");
        assertThat(container.where()).isEqualTo("container trinodb/trino:483, S3");
        assertThat(container.options()).isEqualTo(" --s3 --trino 483 --container");
        assertThat(container.landingRoot()).isEqualTo("s3://freshet/other");
    }

    @Test
    void theCpuTimeOfTrinoIsReadOnlyIfItIsOneProcessAndFilesAreOnDisk() {
        assertThat(site("local:///warehouse", "--trino", "483", "--rest").isTrinoOurs()).isTrue();
        assertThat(site("local:///warehouse", "--container").isTrinoOurs()).isFalse();
        assertThat(site("s3://freshet/warehouse", "--s3").isTrinoOurs()).isFalse();
        assertThat(site("local:///warehouse", "--workers", "1").isTrinoOurs()).isFalse();
    }

    @Test
    void aLakehouseThatIsNamedIsNotStarted() {
        for (String benchmark : BENCHMARKS) {
            for (String own : List.of("--container", "--s3", "--rest", "--trino 476", "--workers 0")) {
                assertRefused("Invalid options: %s with --lakehouse (the benchmark starts no lakehouse then)"
                        .formatted(own.split(" ")[0]), benchmark + " --lakehouse none.properties " + own);
            }
        }
    }

    @Test
    void anOptionBeforeTheBenchmarksNameIsNotIgnored() {
        for (String benchmark : BENCHMARKS.subList(1, BENCHMARKS.size())) {
            String name = benchmark.split(" ")[1];
            for (String option : List.of("--s3", "--container", "--rounds 1", "--megabytes 1")) {
                assertRefused("Invalid options: %s before %s (put it after %2$s)".formatted(option.split(" ")[0], name),
                        "bench %s %s".formatted(option, name));
            }
        }
    }

    @Test
    void aContainerHasNoWorkers() {
        for (String benchmark : BENCHMARKS) {
            assertRefused("Invalid options: --container with --workers (Trino runs in one container)",
                    benchmark + " --container --workers 1");
        }
    }

    @Test
    void withoutADockerEngineTheContainerIsSkippedAndNothingFails() {
        assumeThat(new OwnLakehouse(LocalLakehouse.Options.TEMPORARY, true).skipped()).isPresent();
        for (String benchmark : BENCHMARKS) {
            TestingBench run = TestingBench.run((Object[]) (benchmark + " --container").split(" "));
            assertThat(run.exit()).as(benchmark).isZero();
            assertThat(run.out()).as(benchmark).startsWith("Skipped: no Docker engine answers (DOCKER_HOST ");
        }
    }

    private static void assertRefused(String message, String command) {
        TestingBench run = TestingBench.run((Object[]) command.split(" "));
        assertThat(run.exit()).as(command).isEqualTo(2);
        assertThat(run.err()).as(command).contains(message);
    }

    private static Site site(String warehouse, String... arguments) {
        SiteOptions options = new SiteOptions();
        CommandLine command = new CommandLine(options);
        command.parseArgs(arguments);
        Properties properties = new Properties();
        properties.setProperty("trino.url", "jdbc:trino://127.0.0.1:1/lakehouse");
        properties.setProperty("trino.catalog", "lakehouse");
        properties.setProperty("trino.landing-catalog", "landing");
        properties.setProperty("iceberg.name", "lakehouse");
        properties.setProperty("iceberg.warehouse", warehouse);
        return options.at(options.own(command.getCommandSpec()), LakehouseConfig.of("test", properties));
    }
}
