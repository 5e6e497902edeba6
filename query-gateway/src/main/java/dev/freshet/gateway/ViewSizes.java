package dev.freshet.gateway;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.gateway.Datasets.Size;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import dev.freshet.gateway.sql.ViewBranch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files and bytes each view of a dataset reads. The files of an Iceberg table are in its metadata. Those of
 * the tail are not known without reading their lines, though not as JSON.
 */
final class ViewSizes {
    /** If Trino needs longer, the size is not known. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PATH = "$path";

    private static final Logger log = LoggerFactory.getLogger(ViewSizes.class);

    private final ViewTexts views;
    private final SharedLookUps shared;
    private final Map<Count, Pending<Optional<Size>>> counted = new HashMap<>();

    /** A query that counts the files of a branch. */
    private record Count(String query, boolean isRaw) {}

    ViewSizes(ViewTexts views, SharedLookUps shared) {
        this.views = views;
        this.shared = shared;
    }

    /**
     * @param texts of the views
     * @return without those whose size is not known
     */
    Map<View, Size> of(QualifiedName dataset, Map<View, String> texts) {
        Map<View, List<Count>> counts = new EnumMap<>(View.class);
        texts.forEach((view, text) -> counts.put(view, ViewBranch.in(text).stream()
                .map(branch -> countsFiles(dataset, branch)).toList()));
        counts.values().forEach(each -> each
                .forEach(count -> counted.computeIfAbsent(count, c -> shared.begin(() -> size(c)))));
        try {
            Map<View, Size> sizes = new EnumMap<>(View.class);
            counts.forEach((view, each) -> sum(each).ifPresent(size -> sizes.put(view, size)));
            return sizes;
        } finally {
            counted.values().forEach(Pending::abandon);
        }
    }

    private Optional<Size> sum(List<Count> counts) {
        List<Size> sizes = new ArrayList<>();
        for (Count count : counts) {
            try {
                counted.get(count).get().ifPresent(sizes::add);
            } catch (SQLException e) {
                log.debug("Cannot count files: {}", e.getMessage());
            }
        }
        return sizes.size() == counts.size() ? sizes.stream().reduce(Size::plus) : Optional.empty();
    }

    private Optional<Size> size(Count count) throws SQLException {
        return views.find(count.query(), PATIENCE).map(text -> text.split(" ")).map(numbers -> {
            long files = Long.parseLong(numbers[0]);
            long bytes = Long.parseLong(numbers[1]);
            return count.isRaw() ? new Size(files, bytes, files, bytes) : new Size(files, bytes, 0, 0);
        });
    }

    private static Count countsFiles(QualifiedName dataset, ViewBranch branch) {
        QualifiedName table = branch.table();
        boolean isTail = new Names("", "", "", dataset.last()).tailPartition(table.last()).isPresent();
        String files = isTail
                ? "SELECT DISTINCT \"$path\", \"$file_size\" AS bytes FROM %s%s".formatted(
                        qualified(table, table.last()), where(branch.predicateOn(PATH)))
                : "SELECT bytes FROM (SELECT partition.%1$s AS %1$s, file_size_in_bytes AS bytes FROM %2$s)%3$s"
                        .formatted(LandingPartition.COLUMN, qualified(table, table.last() + "$files"),
                                where(branch.predicateOn(LandingPartition.COLUMN)));
        return new Count("SELECT CAST(count(*) AS varchar) || ' ' || CAST(coalesce(sum(bytes), 0) AS varchar) FROM (%s)"
                .formatted(files), isTail);
    }

    private static String where(Optional<String> predicate) {
        return predicate.map(" WHERE "::concat).orElse("");
    }

    private static String qualified(QualifiedName table, String last) {
        return Names.qualified(table.parts().get(0), table.parts().get(1), last);
    }
}
