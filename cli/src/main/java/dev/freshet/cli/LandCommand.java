package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.landing.LandedFile;
import dev.freshet.transform.landing.LandingZone;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lands files that are not one object per line. */
@Command(name = "land", sortOptions = false, description = "Split JSON files into one object per line and land them: arrays, pretty-printed or concatenated objects, "
        + "envelopes such as CloudTrail's. Each file becomes visible whole or not at all.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet land backups.yaml export.json",
                "  ./freshet land trail.yaml --day 2026-11-22 *_CloudTrail_*.json.gz",
                "  curl -s $URL | ./freshet land --records '$.value' backups.yaml -"})
final class LandCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SPEC", description = "A spec file.")
    private Path file;

    @Parameters(index = "1..*", paramLabel = "FILE", arity = "1..*", description = "JSON files, plain, .gz or .zst; - is standard input.")
    private List<String> sources;

    @Option(names = "--day", paramLabel = "DAY", description = "The landing day, such as 2026-11-22, or hour, such as 2026-11-22T05. Default: now, in the dataset's time zone.")
    private LandingPartition day;

    @Option(names = "--records", paramLabel = "PATH", converter = RecordsPath.class, description = "The array of records in each value, such as $.Records; $ is the value itself. Default: the value itself, "
            + "but the array in an object that has only this one key.")
    private JsonPath records;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommonOptions options = FreshetCommand.options(spec);
        DatasetSpec dataset = SpecFile.read(file).dataset();
        LandingPartition partition = partition(dataset);
        Output output = new Output(spec.commandLine().getOut());
        List<Map<String, Object>> reports = new ArrayList<>();
        try (var io = LakehouseConnection.landing(options.lakehouse())) {
            LandingZone zone = LandingZone.of(dataset, io);
            for (String source : sources) {
                LandedFile landed = land(zone, partition, source);
                reports.add(json(source, landed));
                if (!options.json()) {
                    output.line(source + ": " + words(landed));
                }
            }
        }
        if (options.json()) {
            output.json(Map.of("files", reports));
        }
        return ExitCode.OK.code();
    }

    private LandingPartition partition(DatasetSpec dataset) {
        LandingPartition now = LandingPartition.at(Instant.now(), dataset.zone(), dataset.landing().cadence());
        if (day != null && day.cadence() != now.cadence()) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid value for option '--day': %s (the landing zone of %s has directories such as %s)"
                            .formatted(day, dataset.name(), now));
        }
        return day == null ? now : day;
    }

    private LandedFile land(LandingZone zone, LandingPartition partition, String source) {
        try (LandSource in = LandSource.of(source)) {
            return LandedFile.land(zone, partition, in.path(), in.name(), Optional.ofNullable(records));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new CommandException(ExitCode.FILE, e.getMessage(), e);
        }
    }

    private static String words(LandedFile landed) {
        String from = landed.form().says();
        if (landed.location().isEmpty()) {
            return from + ", no records: nothing landed";
        }
        StringBuilder words = new StringBuilder(from).append(landed.lines() == 1 ? " -> 1 line" : " -> %d lines"
                .formatted(landed.lines())).append(landed.isNew() ? ": " : ", which had landed before: ")
                .append(landed.location().get());
        if (landed.others() > 0) {
            words.append("\n  lines that are not objects and will be rejected: ").append(landed.others());
        }
        if (!landed.leftOut().isEmpty()) {
            words.append("\n  left out, beside the records: ").append(String.join(", ", landed.leftOut()));
        }
        return words.toString();
    }

    private static Map<String, Object> json(String source, LandedFile landed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", source);
        json.put("form", landed.form().says());
        json.put("records", landed.records().map(JsonPath::toString).orElse("$"));
        json.put("lines", landed.lines());
        json.put("notObjects", landed.others());
        json.put("leftOut", landed.leftOut());
        json.put("location", landed.location().orElse(null));
        json.put("new", landed.isNew());
        return json;
    }
}
