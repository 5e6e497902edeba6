package dev.freshet.cli.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** uPlot, which draws the plots of all pages. It is in a jar of its own. */
public final class PlotLibrary {
    private static final String DIRECTORY = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    static final String SCRIPT = DIRECTORY + "uPlot.iife.min.js";
    static final String STYLE = DIRECTORY + "uPlot.min.css";

    private PlotLibrary() {}

    public static String script() throws IOException {
        return text(SCRIPT);
    }

    public static String style() throws IOException {
        return text(STYLE);
    }

    private static String text(String resource) throws IOException {
        return new String(new Page(resource, "").content(), StandardCharsets.UTF_8);
    }
}
