package dev.freshet.cli.demo;

import java.util.Locale;

/**
 * The demo's measurements. All checks held: a failed one ends the demo with a {@link DemoException}.
 *
 * @param rowsHistory rows of the live view that history served
 * @param rowsHot rows of the live view that came from ingested files of today
 * @param rowsTail rows of the live view that the tail served
 * @param rowsLive rows of the live view: {@code rowsHistory + rowsHot + rowsTail}
 * @param rowsRejected rows in the quarantine view
 * @param rowsLanded lines that landed, without blank ones: {@code rowsLive + rowsRejected}
 * @param landToVisibleMillis median time from the rename of a file until a live query's answer held its last row
 * @param t1QueryMillis median latency of the T-1 query
 * @param liveQueryMillis median latency of the live query
 * @param ingestMillis median time of an intraday ingest, with the comparison and the flip
 * @param largeDayMillis the live query when the most had landed
 * @param largeDayWithoutMillis the same query on the dataset without intraday ingest
 * @param boundary the first landing day that the tail serves
 * @param checks how many equalities were checked
 * @param firstAnswerSeconds from the start to the first live answer
 */
public record DemoReport(String trinoVersion, long rowsHistory, long rowsHot, long rowsTail, long rowsLive,
        long rowsRejected,
        long rowsLanded, long landToVisibleMillis, long t1QueryMillis, long liveQueryMillis, long ingestMillis,
        long largeDayMillis, long largeDayWithoutMillis, String boundary,
        int checks,
        double firstAnswerSeconds, double totalSeconds) {
    /** One JSON object on one line. */
    public String json() {
        return String.format(Locale.ROOT,
                """
                {"trinoVersion":"%s","rowsHistory":%d,"rowsHot":%d,"rowsTail":%d,"rowsLive":%d,\
                "rowsRejected":%d,"rowsLanded":%d,"landToVisibleMillis":%d,\
                "t1QueryMillis":%d,"liveQueryMillis":%d,"ingestMillis":%d,\
                "largeDayMillis":%d,"largeDayWithoutMillis":%d,"boundary":"%s","checks":%d,\
                "firstAnswerSeconds":%.1f,"totalSeconds":%.1f}""", trinoVersion, rowsHistory,
                rowsHot, rowsTail, rowsLive, rowsRejected, rowsLanded, landToVisibleMillis, t1QueryMillis,
                liveQueryMillis,
                ingestMillis, largeDayMillis, largeDayWithoutMillis, boundary, checks, firstAnswerSeconds,
                totalSeconds);
    }
}
