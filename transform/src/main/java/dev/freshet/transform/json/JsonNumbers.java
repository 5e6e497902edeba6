package dev.freshet.transform.json;

/**
 * How Trino's {@code json_parse} writes a number with a fraction or an exponent, which decides about the rescue column:
 * <ul>
 * <li>up to version 480 as a double: {@code 3e0} becomes {@code 3.0};
 * <li>since 481 by its digits, so that a whole number can lose its exponent: {@code 3e0} becomes {@code 3}.
 * </ul>
 */
public enum JsonNumbers {
    AS_DOUBLES,
    BY_DIGITS;

    /** An answer of Trino that tells one from the other. */
    public static final String QUESTION = "SELECT json_format(json_parse('3e0'))";

    /** @param answer Trino's answer to {@link #QUESTION} */
    public static JsonNumbers of(String answer) {
        return switch (answer) {
            case "3.0" -> AS_DOUBLES;
            case "3" -> BY_DIGITS;
            default -> throw new IllegalArgumentException("Unknown form of JSON number 3e0: " + answer);
        };
    }
}
