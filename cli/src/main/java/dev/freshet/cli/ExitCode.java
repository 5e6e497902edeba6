package dev.freshet.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The exit codes. Scripts rely on them; {@code docs/command-line.md} documents them. */
public enum ExitCode {
    OK(0, "The answer is on standard output."),
    LAKEHOUSE(1, "The lakehouse cannot be reached or refuses: its file, Trino, the catalog or the landing zone."),
    USAGE(2, "Wrong usage: an unknown command, option or value, or a dataset of a group was left out."),
    SPEC(3, "A spec or a rules file has mistakes, or a spec does not fit the lakehouse. All mistakes are listed."),
    RECONCILE(4, "Tail and history differ: no cut-over, the views are unchanged."),
    QUERY(5, "Trino or the gateway refuses the query."),
    FILE(6, "A file cannot be read or written, is no JSON, or would be overwritten. With --strict: a landed file is in no answer."),
    CONCURRENT(7,
            "Another run changed the dataset meanwhile. That run continues; this one has stopped, and nothing is lost."),
    LIMIT(8, "A limit of `status` is exceeded. The status is complete."),
    LAUNCH(69, "There is no JDK 24 or newer, or the build failed."),
    UNEXPECTED(70, "A fault in freshet itself. Run again with --verbose and report it."),
    INTERRUPTED(130, "Ctrl-C."),
    CLOSED(141, "Standard output was closed before the end of the answer, as by `head`.");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    /** Its name in JSON. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The exit codes and their meanings, as the help lists them. */
    static Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        for (ExitCode exit : values()) {
            list.put(String.valueOf(exit.code), exit.meaning);
        }
        return list;
    }
}
