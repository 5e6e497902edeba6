package dev.freshet.transform.landing;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Landing;
import dev.freshet.spec.Layout;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells by a path below the landing root whether, and in which landing partition, Trino reads the file. */
record Places(Landing landing, Layout.PlaceFinder finder) {
    /** Like Trino, ignores files and directories that start with {@code _} or {@code .}. */
    private static final Pattern HIDDEN = Pattern.compile("(?:.*/)?[._].*", Pattern.DOTALL);

    static Places of(Landing landing) {
        return new Places(landing, landing.layout().finder());
    }

    Optional<Layout.Place> place(String path) {
        return finder.of(path);
    }

    boolean isHidden(String path) {
        return HIDDEN.matcher(place(path).map(Layout.Place::below).orElse(path)).matches();
    }

    /** The landing partition in which a file is read; empty if none reads it. */
    Optional<LandingPartition> partition(String path) {
        return place(path).filter(place -> landing.recursive() || !place.below().contains("/"))
                .filter(place -> !HIDDEN.matcher(place.below()).matches()).map(Layout.Place::partition);
    }
}
