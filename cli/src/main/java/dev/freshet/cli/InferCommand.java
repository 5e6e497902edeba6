package dev.freshet.cli;

import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.Landing;
import dev.freshet.spec.SpecException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.drift.SpecDraft;
import dev.freshet.transform.landing.UnreadableFileException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drafts a spec. */
@Command(name = "infer", sortOptions = false, description = "Draft a spec from sample JSON: files, or a directory of days. Read and correct it before you use it.", footerHeading = "%nExample:%n", footer = {
        "  ./freshet infer landing/backups/dt=2026-11-22/*.json.gz -o backups.yaml",
        "  ./freshet infer export/backups -o backups.yaml",
        "  head -1000 backups.json | ./freshet infer --dataset backups -"})
final class InferCommand implements Callable<Integer> {
    /** Read of each file. */
    private static final int LINES = 100_000;
    /** Of a directory's files that cannot be read. */
    private static final int NAMED = 3;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON files, plain, .gz or .zst; - is standard input. Or one directory, such as a landing root: its layout is drafted too.")
    private List<String> files;

    @Option(names = "--dataset", paramLabel = "NAME", description = "The dataset's name. Default: from the first file's name or directory.")
    private String dataset;

    @Option(names = "--records", paramLabel = "PATH", converter = RecordsPath.class, description = "The array of records in each value, as in `land`.")
    private JsonPath records;

    @Mixin
    private DraftFile file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SpecDraft draft = draft();
        file.write(draft);
        PrintWriter out = spec.commandLine().getOut();
        if (FreshetCommand.options(spec).json()) {
            new Output(out).json(file.json(draft));
        } else {
            file.print(draft, out);
        }
        return ExitCode.OK.code();
    }

    private SpecDraft draft() {
        boolean isDirectory = files.size() == 1 && Files.isDirectory(Path.of(files.getFirst()));
        try {
            return isDirectory ? draft(SampleDirectory.of(files.getFirst(), data())) : draft(files);
        } catch (IllegalArgumentException | UnreadableFileException | UncheckedIOException e) {
            throw new CommandException(ExitCode.FILE, e.getMessage(), e);
        }
    }

    private SpecDraft draft(List<String> files) {
        SampleFiles reader = new SampleFiles(Optional.ofNullable(records), LINES);
        files.forEach(reader::read);
        String name = dataset == null ? SampleFiles.name(files.getFirst()) : dataset;
        return draft(name, SpecDraft.landing(name), reader, reader.notes());
    }

    private SpecDraft draft(SampleDirectory directory) {
        SampleFiles reader = new SampleFiles(Optional.ofNullable(records), SampleDirectory.LINES);
        List<String> notes = directory.notes();
        List<String> failures = directory.sample().stream().flatMap(file -> failure(reader, file).stream()).toList();
        failures.stream().limit(NAMED).forEach(failure -> notes.add(failure + "."));
        if (failures.size() > NAMED) {
            notes.add("Cannot read %d more files of the sample.".formatted(failures.size() - NAMED));
        }
        directory.layout().deeper().forEach(reader.sample()::addPath);
        notes.addAll(reader.notes());
        String name = dataset == null ? directory.dataset() : dataset;
        return draft(name, directory.landing(name), reader, notes);
    }

    private SpecDraft draft(String name, Landing landing, SampleFiles reader, List<String> notes) {
        if (reader.sample().objects() == 0) {
            throw new IllegalArgumentException(
                    "Cannot draft a spec: no line is a JSON object. " + String.join(" ", notes));
        }
        try {
            return SpecDraft.of(name, landing, reader.sample(), notes);
        } catch (SpecException e) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--dataset': " + name + ": "
                    + e.problems().getFirst().message() + " (" + e.problems().getFirst().fix() + ")", e);
        }
    }

    /** One file that cannot be read leaves those of other days. */
    private static Optional<String> failure(SampleFiles reader, String file) {
        try {
            reader.read(file);
            return Optional.empty();
        } catch (IllegalArgumentException | UnreadableFileException | UncheckedIOException | CommandException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The directory of {@code local:///}, if a lakehouse file names it. */
    private Optional<Path> data() {
        try {
            CommonOptions options = FreshetCommand.options(spec);
            return Files.exists(options.lakehouseFile())
                    ? Optional.ofNullable(options.lakehouse().landing().get(LocalFileIO.LOCATION)).map(Path::of)
                    : Optional.empty();
        } catch (LakehouseException e) {
            return Optional.empty();
        }
    }
}
