package dev.freshet.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.freshet.benchmarks.BenchException;
import dev.freshet.cli.console.PlotLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One web page with the results of benchmarks, with all that it needs: it can be sent, opened without a network, and
 * printed.
 *
 * @param results each with its file's name
 */
public record ReportPage(ArrayNode results) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads results. Other JSON files are left out.
     *
     * @param paths of results, and of directories with them
     * @throws BenchException if there are no results
     */
    public static ReportPage of(List<Path> paths) throws IOException {
        ArrayNode results = JSON.createArrayNode();
        for (Path file : files(paths)) {
            JsonNode result = JSON.readTree(file.toFile());
            if (result.path("command").asText().contains(" bench") && result.has("host")) {
                results.addObject().put("file", file.getFileName().toString()).set("result", result);
            }
        }
        if (results.isEmpty()) {
            throw new BenchException("no results of benchmarks in " + paths);
        }
        return new ReportPage(results);
    }

    private static List<Path> files(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> all = Files.list(path)) {
                    all.filter(file -> file.toString().endsWith(".json")).sorted().forEach(files::add);
                }
            } else {
                files.add(path);
            }
        }
        return files;
    }

    public void write(Path page) throws IOException {
        // In a script element, a tag's end would end the script. JSON may have a backslash before a slash.
        String data = JSON.writeValueAsString(results).replace("</", "<\\/");
        Files.writeString(page, text("report.html").replace("@style@", PlotLibrary.style() + text("report.css"))
                .replace("@results@", data).replace("@library@", PlotLibrary.script()).replace("@script@", text(
                        "report.js")));
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
