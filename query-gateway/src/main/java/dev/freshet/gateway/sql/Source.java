package dev.freshet.gateway.sql;

import dev.freshet.core.Names;
import java.util.Optional;

/**
 * What a reference reads instead of the table that it names.
 *
 * @param where the predicate of the rows that it may see; empty for all
 */
public record Source(QualifiedName table, Optional<String> where) {
    String text() {
        String name = Names.qualified(table.parts().get(0), table.parts().get(1), table.parts().get(2));
        return where.map(predicate -> "(SELECT * FROM %s WHERE %s)".formatted(name, predicate)).orElse(name);
    }
}
