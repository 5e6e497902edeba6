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
    /** By the query that counts the files. */
    private final Map<String, Pending<Optional<Size>>> counted = new HashMap<>();

    ViewSizes(ViewTexts views, SharedLookUps shared) {
        this.views = views;
        this.shared = shared;
    }

    /**
     * @param texts of the views
     * @return without those whose size is not known
     */
    Map<View, Size> of(QualifiedName dataset, Map<View, String> texts) {
        Map<View, List<String>> queries = new EnumMap<>(View.class);
        texts.forEach((view, text) -> queries.put(view, ViewBranch.in(text).stream()
                .map(branch -> countsFiles(dataset, branch)).toList()));
        queries.values().forEach(each -> each
                .forEach(query -> counted.computeIfAbsent(query, q -> shared.begin(() -> count(q)))));
        try {
            Map<View, Size> sizes = new EnumMap<>(View.class);
            queries.forEach((view, each) -> sum(each).ifPresent(size -> sizes.put(view, size)));
            return sizes;
        } finally {
            counted.values().forEach(Pending::abandon);
        }
    }

    private Optional<Size> sum(List<String> queries) {
        List<Size> sizes = new ArrayList<>();
        for (String query : queries) {
            try {
                counted.get(query).get().ifPresent(sizes::add);
            } catch (SQLException e) {
                log.debug("Cannot count files: {}", e.getMessage());
            }
        }
        return sizes.size() == queries.size() ? sizes.stream().reduce(Size::plus) : Optional.empty();
    }

    private Optional<Size> count(String query) throws SQLException {
        return views.find(query, PATIENCE).map(text -> text.split(" "))
                .map(numbers -> new Size(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
    }

    private static String countsFiles(QualifiedName dataset, ViewBranch branch) {
        QualifiedName table = branch.table();
        boolean isTail = new Names("", "", "", dataset.last()).tailPartition(table.last()).isPresent();
        String files = isTail
                ? "SELECT DISTINCT \"$path\", \"$file_size\" AS bytes FROM %s%s".formatted(
                        qualified(table, table.last()), where(branch.predicateOn(PATH)))
                : "SELECT bytes FROM (SELECT partition.%1$s AS %1$s, file_size_in_bytes AS bytes FROM %2$s)%3$s"
                        .formatted(LandingPartition.COLUMN, qualified(table, table.last() + "$files"),
                                where(branch.predicateOn(LandingPartition.COLUMN)));
        return "SELECT CAST(count(*) AS varchar) || ' ' || CAST(coalesce(sum(bytes), 0) AS varchar) FROM (%s)"
                .formatted(files);
    }

    private static String where(Optional<String> predicate) {
        return predicate.map(" WHERE "::concat).orElse("");
    }

    private static String qualified(QualifiedName table, String last) {
        return Names.qualified(table.parts().get(0), table.parts().get(1), last);
    }
}
