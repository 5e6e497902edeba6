package dev.freshet.gateway.trino;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of trino-jdbc once, in a JVM that {@link TrinoJdbcTestsRun} starts. */
final class TrinoJdbcTestsJvm {
    private TrinoJdbcTestsJvm() {}

    /**
     * @param args the file for the outcomes, patterns of classes to leave out, and Freshet's class path if its driver
     *        is to take the place of trino-jdbc
     */
    public static void main(String[] args) throws IOException, ReflectiveOperationException, SQLException {
        if (args.length > 2) {
            FreshetInTrinosPlace.takePlace(args[2]);
        }
        Outcomes outcomes = new Outcomes();
        LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage("io.trino.jdbc"))
                .filters(ClassNameFilter.excludeClassNamePatterns(args[1].split(","))).build(), outcomes);
        try (OutputStream out = Files.newOutputStream(Path.of(args[0]))) {
            outcomes.byTest.store(out, null);
        }
        System.exit(0); // some tests leave threads behind
    }

    /** The failure of each test, or of each class that fails as a whole; empty if it passed. */
    private static final class Outcomes implements TestExecutionListener {
        private final Properties byTest = new Properties();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                byTest.setProperty(name(test), result.getThrowable().map(Outcomes::firstLine).orElse(""));
                result.getThrowable().ifPresent(Throwable::printStackTrace);
            }
        }

        private static String firstLine(Throwable failure) {
            return failure.toString().lines().findFirst().orElseThrow();
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            byTest.setProperty(name(test), "skipped: " + reason);
        }

        private static String name(TestIdentifier test) {
            return test.getSource().map(source -> source instanceof MethodSource method
                    ? method.getJavaClass().getSimpleName() + "." + method.getMethodName()
                    : ((ClassSource) source).getJavaClass().getSimpleName()).orElse(test.getDisplayName());
        }
    }
}
