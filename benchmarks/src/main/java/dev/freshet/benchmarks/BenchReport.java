package dev.freshet.benchmarks;

import java.util.Collections;
import java.util.List;

/**
 * What a benchmark measured, and how to repeat it.
 *
 * @param date in UTC, ISO 8601
 * @param where {@code local lakehouse}, {@code container trinodb/trino:476}, or the URL of a Trino
 * @param trino the server's version
 * @param jdk of the client and of the local lakehouse's Trino
 * @param rounds over which each row's figures are the median
 * @param seconds from beginning to end
 */
public record BenchReport(String date, String command, String where, String trino, String jdk, Host host, int rounds,
        double warmupSeconds, double measurementSeconds, double seconds, List<Dataset> datasets, List<Row> rows,
        List<Ratio> ratios) implements Report {

    /** The number of lines in each dataset of a pair. */
    public record Dataset(int megabytes, int files, long bytes, long rows, long rejects) {}

    /**
     * One contender's figure for one question.
     *
     * @param p50Millis the median over the rounds of each round's median
     * @param spreadPercent from the fastest to the slowest round, of the median
     * @param answers how many were timed
     */
    public record Row(int megabytes, Question question, Contender contender, double p50Millis,
            List<Double> roundsMillis, double spreadPercent, long answers) {
        static Row of(int megabytes, Question question, Contender contender, List<Double> rounds, long answers) {
            double median = Median.of(rounds);
            double spread = (Collections.max(rounds) - Collections.min(rounds)) / median * 100;
            return new Row(megabytes, question, contender, rounded(median), rounds.stream().map(BenchReport::rounded)
                    .toList(), rounded(spread), answers);
        }
    }

    /**
     * @param liveToT1 what scan on query costs: 2 means twice the time
     * @param t1ToTrinoJdbc what the gateway's driver costs: 1 means nothing
     */
    public record Ratio(int megabytes, Question question, double liveToT1, double t1ToTrinoJdbc) {}

    static List<Ratio> ratios(List<Row> rows) {
        return rows.stream().filter(row -> row.contender() == Contender.LIVE).map(live -> {
            double t1 = find(rows, live, Contender.T_1).p50Millis();
            double plain = find(rows, live, Contender.TRINO_JDBC).p50Millis();
            return new Ratio(live.megabytes(), live.question(), rounded(live.p50Millis() / t1), rounded(t1 / plain));
        }).toList();
    }

    static Row find(List<Row> rows, Row like, Contender contender) {
        return rows.stream().filter(row -> row.megabytes() == like.megabytes() && row.question() == like.question()
                && row.contender() == contender).findFirst().orElseThrow();
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    @Override
    public String markdown() {
        return new ReportText(this).markdown();
    }
}
