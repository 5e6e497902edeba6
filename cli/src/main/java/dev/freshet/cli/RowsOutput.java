package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A query's answer, of which no row is kept. */
final class RowsOutput implements QueryOutput {
    private static final long BETWEEN_NANOS = 100_000_000;

    private final RowFormat format;
    private final Destination destination;
    private final PrintWriter report;
    private String count = "done";

    /** @param report for the number of rows, the time and the warnings */
    RowsOutput(RowFormat format, Destination destination, PrintWriter report) {
        this.format = format;
        this.destination = destination;
        this.report = report;
    }

    @Override
    public void rows(ResultSet rows, RowListener listener) throws SQLException {
        format.begin(rows.getMetaData());
        long number = 0;
        long flushed = System.nanoTime();
        try {
            for (; rows.next(); number++) {
                format.row(rows);
                listener.row(rows);
                if (System.nanoTime() - flushed > BETWEEN_NANOS) {
                    destination.flush();
                    flushed = System.nanoTime();
                }
            }
        } finally {
            format.end();
        }
        destination.complete();
        count = Figures.count(number, "row");
    }

    @Override
    public void updated(long number) {
        destination.complete();
        count = number < 0 ? "done" : Figures.count(number, "row") + " changed";
    }

    @Override
    public void end(Duration elapsed, List<String> warnings) {
        report.println("(" + count + ", " + Figures.duration(elapsed) + ")");
        warnings.forEach(report::println);
        report.flush();
    }
}
