package dev.freshet.transform.protocol;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;

/** The tables below the views: external tables over raw files, and Iceberg tables. */
final class Tables {
    private static final Pattern ROW = Pattern.compile("\\{\"id\":(\\d+)}");

    /** A row, identified by its id, or a reject, identified by its line. */
    record Row(String key, LocalDate landedOn, Place place) {}

    enum Place {
        HISTORY,
        HOT,
        TAIL
    }

    private final Map<String, String> external = new ConcurrentHashMap<>();
    private final MemoryFiles files;
    private final Snapshots snapshots;

    Tables(MemoryFiles files, Snapshots snapshots) {
        this.files = files;
        this.snapshots = snapshots;
    }

    Map<String, String> external() {
        return external;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** The rows of a query or a view, branch by branch. */
    List<Row> rows(String sql) {
        return rows(Relation.all(sql));
    }

    List<Row> rows(List<Relation> branches) {
        List<Row> rows = new ArrayList<>();
        branches.forEach(branch -> rows.addAll(rows(branch)));
        return rows;
    }

    private List<Row> rows(Relation relation) {
        return relation.none() ? List.of() : relation.literal().isPresent() ? raw(relation) : history(relation);
    }

    private List<Row> raw(Relation relation) {
        String directory = external.get(relation.qualified());
        if (directory == null) {
            throw new QueryFailure("Table '" + relation.qualified() + "' does not exist");
        }
        List<Row> rows = new ArrayList<>();
        for (MemoryFiles.Stored file : files.list(directory + "/")) {
            if (relation.paths().isPresent() && !relation.paths().get().holds(file.location())) {
                continue;
            }
            new String(file.bytes(), StandardCharsets.UTF_8).lines()
                    .forEach(line -> key(line, relation.rejects()).ifPresent(
                            key -> rows.add(new Row(key, relation.literal().orElseThrow(), Place.TAIL))));
        }
        return rows;
    }

    /** The number of the file that a path names. */
    boolean hasFile(Relation relation) {
        String directory = external.get(relation.qualified());
        if (directory == null) {
            throw new QueryFailure("Table '" + relation.qualified() + "' does not exist");
        }
        return files.list(directory + "/").stream()
                .anyMatch(file -> relation.paths().isEmpty() || relation.paths().get().holds(file.location()));
    }

    private static Optional<String> key(String line, boolean reject) {
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
            return reject ? Optional.empty() : Optional.of(row.group(1));
        }
        return reject ? Optional.of(line) : Optional.empty();
    }

    private List<Row> history(Relation relation) {
        TableIdentifier name = identifier(relation);
        if (!snapshots.exists(name)) {
            throw new QueryFailure("Table '" + relation.qualified() + "' does not exist");
        }
        List<Row> rows = new ArrayList<>();
        Place place = name.name().contains("_hot") ? Place.HOT : Place.HISTORY;
        for (Record record : snapshots.rows(name, relation.version().orElse(null),
                file -> relation.paths().map(paths -> paths.holds(file)).orElse(true))) {
            LocalDate landedOn = (LocalDate) record.getField("landed_on");
            boolean selected = relation.days().map(days -> days.holds(landedOn.toString())).orElse(true)
                    && relation.day().map(bound -> bound.holds(landedOn)).orElse(true) && relation.fileIds()
                            .map(ids -> ids.holds(String.valueOf(record.getField("freshet_file")))).orElse(true);
            if (selected) {
                String key = String.valueOf(record.getField(relation.rejects() ? "line" : "id"));
                rows.add(new Row(key, landedOn, place));
            }
        }
        return rows;
    }

    static TableIdentifier identifier(Relation relation) {
        return TableIdentifier.of(relation.name().get(1), relation.name().get(2));
    }
}
