package dev.freshet.cli;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps unreadable files out of queries between two runs. */
@Command(name = "check", sortOptions = false, description = "Read every file that the tail serves, here and on Trino. A file that cannot be read, such as one that was cut off, fails every live "
        + "query: set it aside, so that queries leave it out and the rejects list it. A file that can be read again is served again.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet check backups.yaml"})
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Option(names = "--strict", description = "End with exit 6 if a file is set aside.")
    private boolean strict;

    @Spec
    private CommandSpec spec;

    /** The files of a dataset that are set aside. */
    private record Answer(DatasetSpec dataset, SetAside setAside) implements DatasetOutput {
        @Override
        public void print(PrintWriter out) {
            out.println(dataset.name() + (setAside.count() == 0 ? ": every file of the tail can be read" : ""));
            unseen().print(out, "  ");
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("dataset", dataset.name());
            unseen().json(json);
            return json;
        }

        @Override
        public boolean isUnseen() {
            return setAside.count() > 0;
        }

        private UnseenOutput unseen() {
            return new UnseenOutput(dataset.landing(), setAside, List.of());
        }
    }

    @Override
    public Integer call() {
        return new EachDataset(spec, files).strict(strict).run("datasets", null,
                (dataset, lakehouse, progress) -> new Answer(dataset,
                        new DailyBatch(dataset, lakehouse, Clock.systemUTC(), BatchProgress.NONE).check()));
    }
}
