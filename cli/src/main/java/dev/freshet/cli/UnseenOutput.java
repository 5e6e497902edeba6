package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.spec.Landing;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.landing.LandingContents.NotRead;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Landed files whose lines are in no answer, as text or JSON. */
record UnseenOutput(Landing landing, SetAside setAside, List<NotRead> notRead) {
    boolean isEmpty() {
        return setAside.count() == 0 && notRead.isEmpty();
    }

    /** @param start how each line begins */
    void print(PrintWriter out, String start) {
        setAside.files().forEach((partition, reasons) -> reasons.forEach((path, reason) -> out.printf(
                "%sset aside  %s: %s%n", start, path, reason)));
        for (NotRead files : notRead) {
            out.printf("%snot read   %s, %s: %s%n", start, Figures.count(files.files(), "file"),
                    Figures.bytes(files.bytes()), files.reason().text(landing));
            files.first().forEach(path -> out.printf("%s           %s%n", start, path));
            if (files.files() > files.first().size()) {
                out.printf("%s           and %s more%n", start, Figures.count(files.files() - files.first().size()));
            }
        }
    }

    void json(Map<String, Object> json) {
        json.put("setAside", setAside.files().entrySet().stream()
                .flatMap(partition -> partition.getValue().entrySet().stream().map(file -> Map.of("landed",
                        partition.getKey().toString(), "file", file.getKey(), "reason", file.getValue())))
                .toList());
        json.put("notRead", notRead.stream().map(this::json).toList());
    }

    private Map<String, Object> json(NotRead files) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", files.reason().name().toLowerCase(Locale.ROOT));
        json.put("text", files.reason().text(landing));
        json.put("files", files.files());
        json.put("bytes", files.bytes());
        json.put("first", files.first());
        return json;
    }
}
