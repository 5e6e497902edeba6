package dev.freshet.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * A file of the page, from the class path.
 *
 * @param resource its name; the plot's library is in a jar of its own
 */
record Page(String resource, String type) {
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final Map<String, Page> PAGES = Map.of("/",
            new Page("console.html", "text/html; charset=utf-8"),
            "/console.css", new Page("console.css", STYLE),
            "/console.js", new Page("console.js", SCRIPT),
            "/uPlot.css", new Page(PlotLibrary.STYLE, STYLE),
            "/uPlot.js", new Page(PlotLibrary.SCRIPT, SCRIPT));

    static Optional<Page> at(String path) {
        return Optional.ofNullable(PAGES.get(path));
    }

    byte[] content() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no file " + resource + " on the class path");
            }
            return in.readAllBytes();
        }
    }
}
