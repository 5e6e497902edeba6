package dev.freshet.core.json;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a JSON value is. A key that is not there counts as null. */
public enum JsonKind {
    NULL,
    BOOLEAN,
    NUMBER,
    STRING,
    OBJECT,
    ARRAY;

    /** Those with a text: a string's characters, a number's or a boolean's token. */
    public static final Set<JsonKind> SCALARS = EnumSet.of(BOOLEAN, NUMBER, STRING);

    /** Those that are a value at all. */
    static final Set<JsonKind> VALUES = EnumSet.complementOf(EnumSet.of(NULL));

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
