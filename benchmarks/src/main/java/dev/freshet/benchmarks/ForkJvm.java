package dev.freshet.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The separate JVM in which JMH measures one contender. */
public final class ForkJvm {
    private static final int JDK_WITH_UNSAFE_SWITCH = 23;

    private ForkJvm() {}

    public static String[] arguments(String... own) {
        List<String> arguments = new ArrayList<>(List.of(own));
        arguments.add("-Xmx512m");
        if (Runtime.version().feature() >= JDK_WITH_UNSAFE_SWITCH) {
            arguments.add("--sun-misc-unsafe-memory-access=allow"); // otherwise every fork warns about JMH's use of it
        }
        return arguments.toArray(String[]::new);
    }
}
