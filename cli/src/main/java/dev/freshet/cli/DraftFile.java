package dev.freshet.cli;

import dev.freshet.transform.drift.SpecDraft;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where a drafted spec goes. */
final class DraftFile {
    @Option(names = {"-o",
            "--output"}, paramLabel = "SPEC", description = "Write to this file. Default: standard output.")
    private Path output;

    @Option(names = "--force", description = "Overwrite the file.")
    private boolean force;

    /** Writes the file, if one is named. */
    void write(SpecDraft draft) {
        if (output == null) {
            return;
        }
        try {
            if (force) {
                Files.writeString(output, draft.yaml());
            } else {
                Files.writeString(output, draft.yaml(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(ExitCode.FILE,
                    "Cannot write the spec: %s exists (--force overwrites it)".formatted(output), e);
        } catch (IOException e) {
            throw new CommandException(ExitCode.FILE, "Cannot write the spec: %s (%s)".formatted(output,
                    SampleFiles.reason(e)), e);
        }
    }

    /** Prints the draft, or what was written. */
    void print(SpecDraft draft, PrintWriter out) {
        if (output == null) {
            out.print(draft.yaml());
        } else {
            out.printf("%s: dataset %s, %d columns. Read and correct it, then: %s plan %s%n", output,
                    draft.spec().name(), draft.spec().columns().size(), CommonOptions.freshet(), output);
            draft.notes().forEach(note -> out.println("  " + note));
        }
        out.flush();
    }

    Map<String, Object> json(SpecDraft draft) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", draft.spec().name());
        json.put("file", output == null ? null : output.toString());
        json.put("notes", draft.notes());
        json.put("spec", draft.yaml());
        return json;
    }
}
