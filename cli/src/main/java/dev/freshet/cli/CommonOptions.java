package dev.freshet.cli;

import dev.freshet.transform.connect.LakehouseConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command accepts, before or after its name. */
public final class CommonOptions {
    /** What the command keeps on this machine. The launcher says where, so that every directory finds it. */
    static final String STATE = "${sys:freshet.state:-.freshet}";
    static final String DEFAULT_DIRECTORY = STATE + "/lakehouse";

    /** How the user calls the launcher, for commands to try next. */
    static String freshet() {
        return System.getProperty("freshet.called", "./freshet");
    }

    @Option(names = "--lakehouse", paramLabel = "FILE", scope = ScopeType.INHERIT, order = 100, defaultValue = "${env:FRESHET_LAKEHOUSE:-"
            + DEFAULT_DIRECTORY
            + "/lakehouse.properties}", description = "How to reach the lakehouse. Default: $$FRESHET_LAKEHOUSE, else the file that `freshet up` "
                    + "writes: .freshet/lakehouse/lakehouse.properties in the clone")
    private Path lakehouse;

    @Option(names = "--json", scope = ScopeType.INHERIT, order = 101, description = "Answer as one JSON object on standard output, also when it fails.")
    private boolean json;

    private boolean verbose;

    /** A setter, because the logging backend reads its settings when the first logger is created. */
    @Option(names = "--verbose", scope = ScopeType.INHERIT, order = 102, description = "Show each statement, and a failure's stack trace.")
    void verbose(boolean on) {
        verbose = on;
        if (on) {
            System.setProperty("org.slf4j.simpleLogger.log.dev.freshet", "debug");
        }
    }

    public boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }

    Path lakehouseFile() {
        return lakehouse;
    }

    public LakehouseConfig lakehouse() {
        return LakehouseConfig.read(lakehouse);
    }
}
