package dev.freshet.gateway.sql;

import dev.freshet.gateway.sql.TableReference.Place;
import io.trino.grammar.sql.SqlBaseParser.IdentifierContext;
import java.util.List;

/** A column, or a table before {@code .*}, as the statement writes it: {@code id}, {@code telemetry.backups.id}. */
record ColumnPath(QualifiedName name, List<Place> places) {
    static ColumnPath of(List<IdentifierContext> identifiers, Positions positions) {
        return new ColumnPath(Identifiers.name(identifiers), identifiers.stream()
                .map(part -> new Place(positions.start(part), positions.end(part))).toList());
    }

    /** Whether it names the table with its schema, which Trino allows for a table without an alias. */
    boolean isQualifiedBy(QualifiedName table) {
        return name.qualifierLength(table) > 0;
    }

    /** Whether it may name the table without its schema. */
    boolean isQualifiedByLastPart(QualifiedName table) {
        return name.parts().get(0).equals(table.last()) && !isQualifiedBy(table);
    }

    /** Where it has the table's own name. */
    Place placeOf(QualifiedName table) {
        return places.get(name.qualifierLength(table) - 1);
    }
}
