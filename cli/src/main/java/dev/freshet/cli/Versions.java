package dev.freshet.cli;

import dev.freshet.lakehouse.LocalLakehouse;
import picocli.CommandLine.IVersionProvider;

/** What runs: the command, its Java, and the Trino of a local lakehouse. */
final class Versions implements IVersionProvider {
    /** The launcher knows the version and the commit, which are not compiled. */
    private static final String RELEASE = System.getProperty("freshet.release", "of an unknown version");

    @Override
    public String[] getVersion() {
        return new String[]{"freshet " + RELEASE,
                "Java " + Runtime.version() + ", " + System.getProperty("java.vendor"),
                "Trino " + LocalLakehouse.TRINO_VERSION + " in a local lakehouse"};
    }
}
