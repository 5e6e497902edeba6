package dev.freshet.core.sql;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.Column;
import dev.freshet.core.spec.DatasetSpec;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The queries that compare a landing partition as the tail shows it with the same as history holds it. Each answers one
 * row: {@code rows} (bigint), {@code rows_checksum} (varbinary), {@code rejects} (bigint), {@code rejects_checksum}
 * (varbinary). The checksums are Trino's order-independent {@code checksum} over all columns.
 */
public record Reconciliation(DatasetSpec spec, Names names, LandingPartition partition) {
    public String tail() {
        TailTable tail = new TailTable(spec, names, partition);
        return figures(tail.rows(), tail.rejects());
    }

    /**
     * @param rowsSnapshot the snapshot of history to look at, which need not be the current one
     * @param rejectsSnapshot the same, of the quarantine
     */
    public String history(String rowsSnapshot, String rejectsSnapshot) {
        Views views = new Views(spec, names, new Boundary(partition), partition, Optional.empty());
        String predicate = "landed_on = " + partition.literal();
        return figures(views.history(predicate, " FOR VERSION AS OF " + rowsSnapshot),
                views.historyRejects(predicate, " FOR VERSION AS OF " + rejectsSnapshot));
    }

    private String figures(String rows, String rejects) {
        String columns = spec.columns().stream().map(Column::name).map(Names::quoted).collect(Collectors.joining(", "));
        return """
               SELECT rows, rows_checksum, rejects, rejects_checksum
               FROM (SELECT count(*) AS rows, checksum(ROW(%s)) AS rows_checksum FROM (
               %s
               ))
               CROSS JOIN (SELECT count(*) AS rejects, checksum(ROW(file, reason)) AS rejects_checksum FROM (
               %s
               ))""".formatted(columns, rows, rejects);
    }
}
