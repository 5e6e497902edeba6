package dev.freshet.spec;

import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import java.time.Duration;
import java.util.Optional;

/**
 * Where raw files arrive.
 *
 * @param root a location that Trino and the batch both resolve, without a trailing slash
 * @param layout the path of a landing partition below it
 * @param recursive whether files in directories below a partition's directory are read
 * @param retention how long raw files stay after their landing partition, if they may be deleted then
 */
public record Landing(String root, Layout layout, boolean recursive, Optional<Duration> retention) {
    public static final String DEFAULT_LAYOUT = "dt={yyyy}-{MM}-{dd}";

    public Landing(String root, String layout) {
        this(root, new Layout(layout), false, Optional.empty());
    }

    public Cadence cadence() {
        return layout.cadence();
    }

    /** The location of the directory with the partition's files, without a trailing slash. */
    public String directory(LandingPartition partition) {
        String below = layout.directory(partition);
        return below.isEmpty() ? root : root + "/" + below;
    }

    /** What the locations of the partition's files begin with. Other files' may, too. */
    public String prefix(LandingPartition partition) {
        return layout.files(partition).map(names -> directory(partition) + "/" + names.split("\\*", 2)[0])
                .orElse(directory(partition));
    }

    /**
     * The locations of the partition's files as a pattern of SQL's {@code LIKE} with {@code \} as escape; empty if all
     * files in the directory are its.
     */
    public Optional<String> filesLike(LandingPartition partition) {
        return layout.files(partition)
                .map(names -> (directory(partition) + "/" + names).replaceAll("[\\\\%_]", "\\\\$0")
                        .replace('*', '%'));
    }
}
