package dev.freshet.gateway.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A name of one or more parts, in lower case as Trino resolves it. */
public record QualifiedName(List<String> parts) {
    public QualifiedName {
        String[] lower = new String[parts.size()];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = parts.get(i).toLowerCase(Locale.ENGLISH);
        }
        parts = List.of(lower);
    }

    public static QualifiedName of(String... parts) {
        return new QualifiedName(List.of(parts));
    }

    /** Catalog, schema and table; empty when a part is missing, and then Trino fails the statement. */
    public Optional<QualifiedName> resolve(String catalog, String schema) {
        if (parts.size() == 3) {
            return Optional.of(this);
        }
        List<String> all = new ArrayList<>(3);
        all.addAll(parts);
        if (all.size() == 1 && schema != null) {
            all.add(0, schema);
        }
        if (all.size() == 2 && catalog != null) {
            all.add(0, catalog);
        }
        return all.size() == 3 ? Optional.of(new QualifiedName(all)) : Optional.empty();
    }

    public String last() {
        return parts.get(parts.size() - 1);
    }

    boolean isUnqualified() {
        return parts.size() == 1;
    }

    /** Whether all parts but the last are the last parts of the relation's name. */
    boolean isColumnOf(QualifiedName relation) {
        int qualifiers = parts.size() - 1;
        int size = relation.parts.size();
        return qualifiers <= size
                && parts.subList(0, qualifiers).equals(relation.parts.subList(size - qualifiers, size));
    }

    /**
     * How many parts of this path name a table with at least its schema: 2 in {@code schema.table.column}; 0 if it does
     * not.
     */
    int qualifierLength(QualifiedName table) {
        int size = table.parts.size();
        for (int from = 0; from < size - 1; from++) {
            List<String> suffix = table.parts.subList(from, size);
            if (parts.size() >= suffix.size() && parts.subList(0, suffix.size()).equals(suffix)) {
                return suffix.size();
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
