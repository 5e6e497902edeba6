package dev.freshet.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The JVM of its own in which JMH measures one contender. */
public final class ForkJvm {
    private static final int JDK_WITH_UNSAFE_SWITCH = 23;

    private ForkJvm() {}

    public static String[] arguments(String... own) {
        List<String> arguments = new ArrayList<>(List.of(own));
        arguments.add("-Xmx512m");
        if (Runtime.version().feature() >= JDK_WITH_UNSAFE_SWITCH) {
            arguments.add("--sun-misc-unsafe-memory-access=allow"); // else JMH's use of it is a warning in every fork
        }
        return arguments.toArray(String[]::new);
    }
}
