package dev.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.freshet.core.CostModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The cost model of a lakehouse, which {@code advise} has measured: a JSON file beside the lakehouse file. */
public record CostModelFile(Path path) {
    /** For {@code prod.properties}, {@code prod.cost-model.json}. */
    static CostModelFile of(Path lakehouseFile) {
        return new CostModelFile(lakehouseFile.resolveSibling(
                lakehouseFile.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".cost-model.json"));
    }

    /** Empty if nothing was measured. */
    public Optional<CostModel> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Output.JSON.readValue(Files.readString(path), CostModel.class));
        } catch (JsonProcessingException e) {
            throw new CommandException(ExitCode.FILE,
                    "Cannot read the cost model %s: %s (delete it, and measure again with ./freshet advise)".formatted(
                            path, e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new CommandException(ExitCode.FILE, "Cannot read the cost model: " + e, e);
        }
    }

    public void write(CostModel model) {
        try {
            Files.writeString(path, Output.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(model) + "\n");
        } catch (IOException e) {
            throw new CommandException(ExitCode.FILE, "Cannot write the cost model: " + e, e);
        }
    }
}
