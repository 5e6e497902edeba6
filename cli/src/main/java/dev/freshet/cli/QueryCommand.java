package dev.freshet.cli;

import dev.freshet.core.Freshness;
import dev.freshet.transform.connect.TrinoFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one query through the gateway. */
@Command(name = "query", sortOptions = false, description = "Run one SQL statement through the gateway and print the rows and the route. The gateway picks the "
        + "cheapest route that is fresh enough.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet query --freshness t-1 \"SELECT count(*) FROM telemetry.backups\"",
                "  ./freshet query --format csv -o report.csv - < report.sql",
                "  ./freshet query --format ndjson \"SELECT * FROM telemetry.backups\" | gzip > backups.json.gz"})
final class QueryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SQL", arity = "1", description = "One statement; - reads it from standard input.")
    private String sql;

    @Option(names = "--freshness", paramLabel = "FRESHNESS", description = "live, t-1, consistent, or the maximum age of the data, such as PT15M. Default: what the "
            + "dataset's spec says.")
    private String freshness;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, csv or ndjson: one JSON object for each row. Default: table")
    private QueryFormat format;

    @Option(names = {"-o",
            "--output"}, paramLabel = "FILE", description = "Write the rows to this file, which appears once it is complete. Default: standard output.")
    private Path output;

    @Option(names = "--direct", description = "Send it to Trino without the gateway, to compare.")
    private boolean direct;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommonOptions options = FreshetCommand.options(spec);
        if (options.json() && (format != null || output != null)) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid options: --json with --format or --output (--json "
                            + "is one object on standard output, --format ndjson one for each row)");
        }
        String requested = requested();
        String statementText = statementText();
        QueryTarget target = new QueryTarget(options.lakehouse(), direct, requested);
        try (Destination destination = destination();
                Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            cancelAtEnd(statement);
            print(statement, statementText, options.json() ? new JsonOutput(destination.out()) : rows(destination),
                    () -> ExpectedTime.of(options.costModel(), target.lakehouse(), connection));
        } catch (StandardOutput.ClosedException e) {
            return ExitCode.CLOSED.code();
        } catch (SQLException e) {
            throw QueryTarget.isUnreachable(e)
                    ? new CommandException(ExitCode.LAKEHOUSE, TrinoFailure.unreachable(target.url(), e), e)
                    : new CommandException(ExitCode.QUERY, e.getMessage(), e);
        }
        return ExitCode.OK.code();
    }

    /** After Ctrl-C, Trino would go on with the statement for minutes. */
    private static void cancelAtEnd(Statement statement) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // it has ended, or Trino is gone
            }
        }, "freshet-cancel"));
    }

    private Destination destination() {
        return output == null ? new StandardOutput(spec.commandLine().getOut()) : OutputFile.of(output);
    }

    /** A program reads nothing but rows. */
    private RowsOutput rows(Destination destination) {
        QueryFormat chosen = format == null ? QueryFormat.TABLE : format;
        boolean isForPeople = chosen == QueryFormat.TABLE && output == null;
        return new RowsOutput(chosen.on(destination.out()), destination,
                isForPeople ? destination.out() : spec.commandLine().getErr());
    }

    private static void print(Statement statement, String text, QueryOutput output,
            Supplier<Optional<ExpectedTime>> expected) throws SQLException {
        long start = System.nanoTime();
        List<String> added = List.of();
        if (statement.execute(text)) {
            try (ResultSet rows = statement.getResultSet()) {
                ExplainedRows explained = ExplainedRows.in(rows.getMetaData(), expected);
                output.rows(rows, explained);
                added = explained.lines();
            }
        } else {
            output.updated(statement.getLargeUpdateCount());
        }
        List<String> warnings = QueryTarget.warnings(statement);
        warnings.addAll(added);
        output.end(Duration.ofNanos(System.nanoTime() - start), warnings);
    }

    private String statementText() {
        try {
            String text = sql.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : sql;
            String statementText = text.strip().replaceFirst(";\\s*$", "");
            if (statementText.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "Invalid SQL: it is empty");
            }
            return statementText;
        } catch (IOException e) {
            throw new CommandException(ExitCode.FILE, "Cannot read the SQL: " + e.getMessage(), e);
        }
    }

    /** The validated freshness; null for the default. */
    private String requested() {
        if (freshness == null) {
            return null;
        }
        if (direct) {
            throw new ParameterException(spec.commandLine(), "Invalid options: --freshness with --direct (Trino itself "
                    + "knows no freshness)");
        }
        try {
            return Freshness.parse(freshness).toString();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid value for option '--freshness': " + e.getMessage(), e);
        }
    }
}
