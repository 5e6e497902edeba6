package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.core.Cadence;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.BackfillReport;
import dev.freshet.transform.RunLog;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a backfill did to a dataset, as text or JSON. */
record BackfillOutput(DatasetSpec dataset, BackfillReport report) implements DatasetOutput {
    @Override
    public void print(PrintWriter out) {
        String noun = dataset.landing().cadence() == Cadence.HOURLY ? "hour" : "day";
        out.printf("%s: %s ingested, %d unchanged%s, %s%n", dataset.name(),
                Figures.count(report.ingested().size(), noun), report.unchanged(),
                report.differ().isEmpty() ? "" : ", " + report.differ().size() + " not ingested",
                Figures.duration(report.elapsed()));
        RunOutput.print(report.ingested(), out);
        if (report.boundary().isEmpty()) {
            out.printf("%s is not published yet: `%s run` does it%n", dataset.name(), CommonOptions.freshet());
        }
        out.flush();
    }

    @Override
    public RunLog.Work work() {
        return RunOutput.work(report.boundary(), Optional.empty(), report.ingested(), Map.of());
    }

    @Override
    public Optional<CommandException> failure() {
        return report.differ().isEmpty() ? Optional.empty()
                : Optional.of(new CommandException(ExitCode.RECONCILE, String.join("\n", report.differ().values())));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", dataset.name());
        json.put("boundary", report.boundary().map(Object::toString).orElse(null));
        json.put("partitions", report.ingested().stream().map(RunOutput::json).toList());
        json.put("unchanged", report.unchanged());
        Map<String, String> differ = new LinkedHashMap<>();
        report.differ().forEach((landed, why) -> differ.put(landed.toString(), why));
        json.put("differ", differ);
        json.put("millis", report.elapsed().toMillis());
        return json;
    }
}
