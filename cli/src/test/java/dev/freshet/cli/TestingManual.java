package dev.freshet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Blocks of the manual with the output of commands. In them, the dataset is {@code backups}. */
final class TestingManual {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```text\\n(.*?)^```$");

    private TestingManual() {}

    /** The lines of a page's output block that contains a text, without days and figures. */
    static List<String> output(String page, String text) throws IOException {
        return lines(BLOCK.matcher(Files.readString(Path.of("../docs", page))).results()
                .map((MatchResult block) -> block.group(1)).filter(block -> block.contains(text)).findFirst()
                .orElseThrow(), "backups");
    }

    /** What a command has printed about a dataset, likewise. */
    static List<String> lines(String printed, String dataset) {
        return printed.replace(dataset, "DATASET").replaceAll("\\d{4}-\\d{2}-\\d{2}", "DAY")
                .replaceAll("\\b\\d+(\\.\\d+)? (ms|s|min|h)\\b( \\d+ (s|min)\\b)?", "TIME")
                .replaceAll("\\b\\d+(\\.\\d+)? [kMGT]?B\\b", "SIZE").replaceAll("\\d+", "N").lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals("..."))
                .toList();
    }
}
