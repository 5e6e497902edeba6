package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.MaxRejects;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine;

/** The {@code freshet} command. */
@Command(name = "freshet", sortOptions = false, description = "Near real-time answers from plain Trino: a daily batch into Iceberg, today's raw JSON scanned on "
        + "query, one view over both.", footerHeading = "%nExample:%n", footer = {"  ./freshet demo",
                "  ./freshet up",
                "  ./freshet query \"SHOW SCHEMAS\"",
                "  ./freshet down", "", "`freshet COMMAND --help` says more about a command."}, subcommands = {
                        DemoCommand.class, UpCommand.class, DownCommand.class, InferCommand.class, AdoptCommand.class,
                        LandCommand.class,
                        PlanCommand.class,
                        RunCommand.class,
                        IngestCommand.class,
                        ServeCommand.class,
                        RepairCommand.class,
                        BackfillCommand.class,
                        RollbackCommand.class,
                        MaintainCommand.class, EraseCommand.class,
                        CheckCommand.class, StatusCommand.class, DriftCommand.class, DoctorCommand.class,
                        QueryCommand.class,
                        GatewayCommand.class, ConsoleCommand.class,
                        CompletionCommand.class, AdviseEntry.class, BenchEntry.class}, versionProvider = Versions.class)
public final class FreshetCommand implements Runnable {
    @Mixin
    private CommonOptions options;

    @Option(names = {"-h",
            "--help"}, usageHelp = true, scope = ScopeType.INHERIT, order = 103, description = "Show this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, order = 104, description = "Show the versions of freshet, Java and Trino.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        run(commandLine(), args);
    }

    /** Runs a command and ends the process, also when any of its threads runs out of memory. */
    public static void run(CommandLine commandLine, String[] args) {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            if (e instanceof OutOfMemoryError) {
                System.err.println("freshet: Out of memory (give it more, such as --memory 2g)");
                Runtime.getRuntime().halt(ExitCode.UNEXPECTED.code());
            }
            if (!isEnding()) {
                e.printStackTrace();
            }
        });
        System.exit(commandLine.execute(args));
    }

    /** @param others commands that take the place of those with the same name */
    public static CommandLine commandLine(Object... others) {
        CommandLine commandLine = new CommandLine(new FreshetCommand());
        for (Object other : others) {
            CommandLine command = new CommandLine(other);
            commandLine.getCommandSpec().removeSubcommand(command.getCommandName());
            commandLine.addSubcommand(command);
        }
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionStrategy(FreshetCommand::execute);
        commandLine.setParameterExceptionHandler(FreshetCommand::wrongUsage);
        commandLine.setExecutionExceptionHandler(FreshetCommand::failed);
        commandLine.registerConverter(LandingPartition.class, FreshetCommand::landingPartition);
        commandLine.registerConverter(Duration.class, FreshetCommand::duration);
        commandLine.registerConverter(MaxRejects.class, FreshetCommand::maxRejects);
        commandLine.registerConverter(QueryFormat.class, FreshetCommand::queryFormat);
        documentExitCodes(commandLine);
        return commandLine;
    }

    /** The options that all commands share, found from any command's spec. */
    public static CommonOptions options(CommandSpec spec) {
        return ((FreshetCommand) spec.root().userObject()).options;
    }

    /** Whether a lakehouse was named on the command line, before or after any of the command's words. */
    public static boolean isLakehouseNamed(CommandSpec spec) {
        for (CommandSpec word = spec; word != null; word = word.parent()) {
            if (word.commandLine().getParseResult().hasMatchedOption("--lakehouse")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Refuses options that nothing would read: those of {@code bench} before the name of one benchmark. */
    private static int execute(ParseResult parsed) {
        for (ParseResult word = parsed; word.hasSubcommand(); word = word.subcommand()) {
            for (OptionSpec option : word.matchedOptions()) {
                if (option.scopeType() == ScopeType.LOCAL && !option.versionHelp()) {
                    String next = word.subcommand().commandSpec().name();
                    throw new ParameterException(word.commandSpec().commandLine(),
                            "Invalid options: %s before %s (put it after %2$s)".formatted(option.longestName(), next));
                }
            }
        }
        return new RunLast().execute(parsed);
    }

    private static LandingPartition landingPartition(String text) {
        try {
            return LandingPartition.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'%s' is no day such as 2026-11-22 and no hour such as 2026-11-22T05".formatted(text));
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'%s' is no duration such as PT2H or P1D".formatted(text));
        }
    }

    private static MaxRejects maxRejects(String text) {
        try {
            return MaxRejects.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'%s' is no part of the lines such as 1%% or 0.5%%".formatted(text));
        }
    }

    private static QueryFormat queryFormat(String text) {
        try {
            return QueryFormat.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static void documentExitCodes(CommandLine commandLine) {
        commandLine.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.list());
        commandLine.getSubcommands().values().forEach(FreshetCommand::documentExitCodes);
    }

    private static int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
        if (isEnding()) {
            return ExitCode.INTERRUPTED.code(); // during shutdown, a failure only follows from it
        }
        CommonOptions options = options(commandLine.getCommandSpec());
        return report(Failure.of(e), e, commandLine, options.json(), options.verbose());
    }

    /** Whether the JVM is shutting down, after Ctrl-C. */
    public static boolean isEnding() {
        try {
            Runtime.getRuntime().removeShutdownHook(new Thread());
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine commandLine = e.getCommandLine();
        String message = e.getMessage() + " (see: " + commandLine.getCommandSpec().qualifiedName() + " --help)";
        return report(new Failure(ExitCode.USAGE, message, java.util.List.of()), e, commandLine,
                Arrays.asList(args).contains("--json"), Arrays.asList(args).contains("--verbose"));
    }

    private static int report(Failure failure, Exception e, CommandLine commandLine, boolean json, boolean verbose) {
        failure.print(commandLine.getErr(), e, verbose);
        if (json) {
            new Output(commandLine.getOut()).json(Map.of("error", failure.json()));
        }
        return failure.exit().code();
    }
}
