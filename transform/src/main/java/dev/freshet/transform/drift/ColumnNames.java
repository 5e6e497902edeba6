package dev.freshet.transform.drift;

import dev.freshet.spec.DatasetSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Turns JSON keys into unique column names in snake case. */
final class ColumnNames {
    private static final int LENGTH = 60;

    private final Set<String> taken = new HashSet<>(DatasetSpec.RESERVED);

    /** @param taken names already in use */
    ColumnNames(Collection<String> taken) {
        this.taken.addAll(taken);
    }

    /** {@code createdAt} becomes {@code created_at}, {@code @timestamp} becomes {@code timestamp}. */
    String of(String key) {
        String name = snake(key);
        String free = name;
        for (int n = 2; !taken.add(free); n++) {
            free = name + "_" + n;
        }
        return free;
    }

    private static String snake(String key) {
        String name = key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        name = name.isEmpty() ? "column" : Character.isDigit(name.charAt(0)) ? "n" + name : name;
        return name.substring(0, Math.min(LENGTH, name.length()));
    }
}
