package dev.freshet.cli;

import dev.freshet.transform.connect.LakehouseConfig;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

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

    /** The launcher gives the JVM as much. */
    @Option(names = "--memory", paramLabel = "SIZE", scope = ScopeType.INHERIT, order = 102, description = "The memory of this process, such as 2g or 1500m, from 512m on. Default: 1g. A batch with more writes larger files.", converter = Memory.class)
    private String memory;

    /** The launcher gives the JVM as many. */
    @Option(names = "--cores", paramLabel = "N", scope = ScopeType.INHERIT, order = 102, description = "How many cores this process may use. Default: all. A batch reads as many raw files at once.", converter = Cores.class)
    private Integer cores;

    private static final class Memory implements ITypeConverter<String> {
        private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})([gGmM])");
        private static final int LEAST_MEGABYTES = 512;

        @Override
        public String convert(String value) {
            Matcher size = SIZE.matcher(value);
            if (!size.matches() || Integer.parseInt(size.group(1))
                    * (size.group(2).equalsIgnoreCase("g") ? 1024 : 1) < LEAST_MEGABYTES) {
                throw new TypeConversionException("'%s' is not a size from 512m on, such as 2g".formatted(value));
            }
            return value;
        }
    }

    private static final class Cores implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (!value.matches("[1-9][0-9]{0,2}")) {
                throw new TypeConversionException("'%s' is not a number of cores".formatted(value));
            }
            return Integer.valueOf(value);
        }
    }

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

    /** What was measured on that lakehouse. */
    public CostModelFile costModel() {
        return CostModelFile.of(lakehouse);
    }
}
