package dev.freshet.benchmarks.cutover;

import java.sql.SQLException;
import java.util.List;

/** Judges each answer as it comes in by what had landed and been published by then. */
final class Judge {
    private final Landed landed;
    private final Runs runs;
    private final Tally tally;

    Judge(Landed landed, Runs runs, Tally tally) {
        this.landed = landed;
        this.runs = runs;
        this.tally = tally;
    }

    void answered(Way way, Read read) {
        List<LandedFile> files = landed.files();
        // Ignores files outside the requested days.
        List<LandedFile> asked = read.before()
                .map(day -> files.stream().filter(file -> file.day().isBefore(day)).toList()).orElse(files);
        Classifier classifier = new Classifier(asked, runs.all());
        Verdict verdict = switch (way.view()) {
            case LIVE -> classifier.live(read);
            case T_1 -> classifier.t1(read);
            case INGESTED -> classifier.ingested(read);
        };
        List<String> before = runs.before(read.sent(), read.ended());
        tally.add(way, verdict, read.sent(), read.ended(), before);
        tally.lateFiles(way, read, asked, before.stream().findFirst().orElse("before the first run"));
    }

    void failed(Way way, long sent, long ended, SQLException e) {
        tally.add(way, Verdict.of(ReadClass.ERROR, String.valueOf(e.getMessage())), sent, ended,
                runs.before(sent, ended));
    }
}
