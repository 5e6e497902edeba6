package dev.freshet.spec.json;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kind of a JSON value. A missing key counts as null. */
public enum JsonKind {
    NULL,
    BOOLEAN,
    NUMBER,
    STRING,
    OBJECT,
    ARRAY;

    /** Kinds that have a text: a string's characters, or the token of a number or boolean. */
    public static final Set<JsonKind> SCALARS = EnumSet.of(BOOLEAN, NUMBER, STRING);

    /** All kinds but null. */
    static final Set<JsonKind> VALUES = EnumSet.complementOf(EnumSet.of(NULL));

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
