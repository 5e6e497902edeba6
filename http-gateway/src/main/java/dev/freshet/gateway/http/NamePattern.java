package dev.freshet.gateway.http;

/** A name, or the beginning and the end of one with a {@code *} between, such as {@code superset-*}. */
public record NamePattern(String text) {

    /** @throws IllegalArgumentException if the text is blank, or has more than one {@code *} */
    public NamePattern {
        if (text.isBlank() || text.indexOf('*') != text.lastIndexOf('*')) {
            throw new IllegalArgumentException(
                    "Invalid pattern: \"%s\" (use a name, with one * at most)".formatted(text));
        }
    }

    boolean matches(String name) {
        int star = text.indexOf('*');
        return star < 0 ? name.equals(text)
                : name.length() >= text.length() - 1 && name.startsWith(text.substring(0, star))
                        && name.endsWith(text.substring(star + 1));
    }
}
