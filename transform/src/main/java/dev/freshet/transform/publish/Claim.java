package dev.freshet.transform.publish;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.SpecRefusedException;
import dev.freshet.transform.connect.TrinoSession;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that a dataset's views are its own. No view names the spec that made it, but it reads the dataset's history,
 * and its tail tables name the directories that they read. So two specs of one name are told apart by their landing
 * roots.
 */
record Claim(DatasetSpec spec, Names names, TrinoSession trino) {
    private static final Pattern DIRECTORY = Pattern.compile("external_location = '((?:[^']|'')*)'");

    /**
     * @param texts the views' texts as Trino shows them, by name
     * @return whether the tail reads other directories than the spec names, as its layout has changed
     * @throws SpecRefusedException if another spec made them
     */
    boolean check(Map<String, Optional<String>> texts) {
        texts.forEach((view, text) -> text.filter(query -> !query.contains(names.historyTable())).ifPresent(query -> {
            throw refused("Cannot publish %s: there is another view of that name".formatted(view),
                    "give the dataset another name, or rename that view");
        }));
        Optional<LandingPartition> last = texts.get(names.liveView())
                .flatMap(text -> names.tailIn(text).stream().max(Comparator.naturalOrder()));
        Optional<String> directory = last.flatMap(this::directory);
        directory.filter(read -> !(read + "/").startsWith(spec.landing().root() + "/")).ifPresent(read -> {
            throw refused("Another spec has published %s: its tail reads %s, this spec names %s".formatted(
                    names.liveView(), read, spec.landing().root()),
                    "give one of the two another dataset name; a published dataset keeps its landing.root");
        });
        return directory.filter(read -> !read.equals(spec.landing().directory(last.get()))).isPresent();
    }

    /** The directory that a tail table reads; empty if there is no such table. */
    private Optional<String> directory(LandingPartition partition) {
        return trino.tableText(names.tail(partition)).map(DIRECTORY::matcher).filter(Matcher::find)
                .map(found -> found.group(1).replace("''", "'"));
    }

    private SpecRefusedException refused(String reason, String fix) {
        return new SpecRefusedException("dataset", spec.name(), reason, fix);
    }
}
