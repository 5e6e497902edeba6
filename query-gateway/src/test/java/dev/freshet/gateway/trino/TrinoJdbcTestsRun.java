package dev.freshet.gateway.trino;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.lakehouse.LocalLakehouse;
import io.trino.jdbc.TrinoDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Trino's own tests of trino-jdbc against Trino's testing server, once with trino-jdbc and once with Freshet's driver
 * in its place: a test that passes with trino-jdbc must pass with Freshet. It is not part of the build, because it
 * takes minutes and 400 MB of jars; run it with {@code -Dtest=TrinoJdbcTestsRun}. It writes
 * {@code docs/results/trino-jdbc-tests.json}.
 */
class TrinoJdbcTestsRun {
    private static final String PARTS = "tests a part of trino-jdbc by itself, with no connection";
    private static final String OTHER_DOOR = "does not connect through DriverManager, so it never meets Freshet";
    /** Classes that are not run, with the reason. */
    private static final Map<String, String> LEFT_OUT = new TreeMap<>(Map.of("TestAbstractTrinoResultSet", PARTS,
            "TestAsyncResultIterator", PARTS, "TestTrinoDriverUri", PARTS, "TestTracingTrinoDriver", OTHER_DOOR,
            "TestTrinoDriverUsingDataSource", OTHER_DOOR, "TestJdbcVendorCompatibility",
            "compares trino-jdbc with the drivers of Oracle and PostgreSQL, which it starts in Docker", "JdbcDriverIT",
            "wants a Trino that runs elsewhere"));
    private static final String CAST = "casts to a class of trino-jdbc; what Freshet gives is a JDBC interface, to be unwrapped";
    /** Tests that pass with trino-jdbc and cannot pass with Freshet, with the reason. */
    private static final Map<String, String> DIFFERENCES = Map.of(
            "TestJdbcConnection.testRoleIsPropagatedEvenWhenAuthorizationIsReset", CAST,
            "TestJdbcResultSet.testGetStatement",
            "wants ResultSet.getStatement() to be the statement that was executed, and Freshet hands rows out as they are: it is trino-jdbc's",
            "TestTrinoDatabaseMetaData.testStatementsDoNotLeak", CAST,
            "TestTrinoDatabaseMetaData.testGetUrl",
            "wants the URL to begin with jdbc:trino:, and Freshet's metadata tells the URL that was connected to",
            "TestTrinoDriver.testGetDriverVersion",
            "wants Driver.getMajorVersion() to be the version of Trino, and Freshet has its own");

    private static final Path RESULT = Path.of("").toAbsolutePath().getParent()
            .resolve("docs/results/trino-jdbc-tests.json");
    private static final Path DIRECTORY = Path.of("target/trino-jdbc-tests");
    private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Numbers of tests. */
    record Passed(int withTrinoJdbc, int withFreshet) {
        Passed plus(Passed other) {
            return new Passed(withTrinoJdbc + other.withTrinoJdbc, withFreshet + other.withFreshet);
        }
    }

    @Test
    void testsThatPassWithTrinoJdbcPassWithFreshet() throws Exception {
        Files.createDirectories(DIRECTORY);
        String classPath = TrinoJdbcTestsClassPath.resolve(DIRECTORY);
        Map<String, String> trino = run("trino-jdbc", classPath);
        Map<String, String> freshet = run("freshet", classPath, System.getProperty("java.class.path"));
        Map<String, Passed> passed = new TreeMap<>();
        Map<String, String> differ = new TreeMap<>();
        Map<String, String> neither = new TreeMap<>();
        trino.forEach((test, failure) -> {
            boolean passes = failure.isEmpty();
            boolean passesToo = "".equals(freshet.get(test));
            passed.merge(test.split("\\.")[0], new Passed(passes ? 1 : 0, passesToo ? 1 : 0), Passed::plus);
            if (passes && !passesToo) {
                differ.put(test, DIFFERENCES.getOrDefault(test, "unknown: " + freshet.getOrDefault(test, "not run")));
            } else if (!passes && !passesToo) {
                neither.put(test, failure);
            }
        });
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tests", "io.trino:trino-jdbc:jar:tests:" + LocalLakehouse.TRINO_VERSION);
        result.put("with", "io.trino:trino-jdbc:" + new TrinoDriver().getMajorVersion());
        result.put("passed", passed);
        result.put("passedInAll", passed.values().stream().reduce(new Passed(0, 0), Passed::plus));
        result.put("passesWithTrinoJdbcAlone", differ);
        result.put("passesWithNeither", neither);
        result.put("leftOut", LEFT_OUT);
        JSON.writeValue(RESULT.toFile(), result);

        assertThat(passed.values()).isNotEmpty().noneMatch(tests -> tests.withTrinoJdbc() == 0);
        assertThat(differ).isEqualTo(DIFFERENCES);
    }

    /** @return the failure of each test; empty if it passed */
    private static Map<String, String> run(String driver, String classPath, String... freshet)
            throws IOException, InterruptedException {
        Path outcomes = DIRECTORY.resolve(driver + ".properties");
        Path log = DIRECTORY.resolve(driver + ".log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx3g",
                        "-XX:TieredStopAtLevel=1", "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                        // As in Trino's build.
                        "-Duser.timezone=America/Bahia_Banderas", "-Duser.language=en", "-Duser.region=US", "-cp",
                        classPath, TrinoJdbcTestsJvm.class.getName(), outcomes.toString(),
                        LEFT_OUT.keySet().stream().map(name -> ".*\\." + name).collect(Collectors.joining(","))));
        command.addAll(List.of(freshet));
        int status = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start()
                .waitFor();
        assertThat(status).as("the tests with %s have not come to their end, see %s", driver, log.toAbsolutePath())
                .isZero();
        Properties failures = new Properties();
        try (InputStream in = Files.newInputStream(outcomes)) {
            failures.load(in);
        }
        Map<String, String> byTest = new TreeMap<>();
        failures.forEach((test, failure) -> byTest.put((String) test, (String) failure));
        return byTest;
    }
}
