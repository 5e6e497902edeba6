package dev.freshet.benchmarks.series;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Report;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.page.ReportPage;
import dev.freshet.cli.FreshetCommand;
import dev.freshet.transform.connect.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs suites one after the other. Each writes its result, and the page is written again, as soon as it has ended. So a
 * series that is ended leaves what it has, and a suite that fails does not stop the others.
 */
public final class Series {
    private static final String PAGE = "report.html";

    private final Path directory;
    private final String command;
    private final List<Suite> suites;

    /**
     * @param directory for the results; created if it is not there
     * @param command that repeats all of it, without the options of its site
     */
    public Series(Path directory, String command, List<Suite> suites) {
        this.directory = directory;
        this.command = command;
        this.suites = suites;
    }

    /** @throws BenchException if results cannot be written */
    public SeriesReport run(Site site, BenchProgress progress) {
        Instant start = Instant.now();
        List<Suite> possible = suites.stream().filter(suite -> site.isTrinoOurs() || !suite.needsOurTrino()).toList();
        TimeLeft left = new TimeLeft(possible, progress);
        List<SeriesReport.Ran> ran = new ArrayList<>();
        for (Suite suite : possible) {
            Instant begun = Instant.now();
            ran.add(run(suite, site, left.of(suite), begun));
            left.took(suite, Duration.between(begun, Instant.now()));
        }
        return new SeriesReport(start.truncatedTo(ChronoUnit.SECONDS).toString(), command + site.options(),
                directory.toString(),
                directory.resolve(PAGE).toString(), seconds(start), ran);
    }

    private SeriesReport.Ran run(Suite suite, Site site, BenchProgress progress, Instant begun) {
        Report report;
        try {
            report = suite.work().run(site, progress);
        } catch (RuntimeException e) {
            if (FreshetCommand.isEnding()) {
                throw e; // the lakehouse is gone
            }
            return new SeriesReport.Ran(suite.name(), seconds(begun), "",
                    Secrets.hidden(String.valueOf(e.getMessage())));
        }
        String file = suite.name() + ".json";
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(file), result(suite, site, report).toPrettyString() + "\n");
            ReportPage.of(List.of(directory)).write(directory.resolve(PAGE));
        } catch (IOException e) {
            throw new BenchException("Cannot write the results: " + e.getMessage(), e);
        }
        return new SeriesReport.Ran(suite.name(), seconds(begun), file, report.failure().orElse(""));
    }

    /** Its command is that of the series, whose options are not those of the suite's own command. */
    private ObjectNode result(Suite suite, Site site, Report report) {
        return report.tree().put("suite", suite.name()).put("command",
                command + site.options() + " --suites " + suite.name());
    }

    private static double seconds(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }
}
