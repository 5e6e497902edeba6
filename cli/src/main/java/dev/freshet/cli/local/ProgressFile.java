package dev.freshet.cli.local;

import dev.freshet.lakehouse.StartProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The progress of a starting host, for the command that waits for it: one line, {@code done total step}. A lost or
 * half-read line only costs a frame of the progress bar.
 */
public record ProgressFile(Path file, StartProgress next) implements StartProgress {
    @Override
    public void at(String step, long done, long total) {
        next.at(step, done, total);
        try {
            Files.writeString(file, done + " " + total + " " + step);
        } catch (IOException e) {
            // The reader may be gone.
        }
    }

    @Override
    public void end() {
        next.end();
    }

    static void show(Path file, StartProgress screen) {
        try {
            String[] parts = Files.readString(file).split(" ", 3);
            if (parts.length == 3) {
                screen.at(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            }
        } catch (IOException | NumberFormatException e) {
            // Not written yet, or only in part.
        }
    }
}
