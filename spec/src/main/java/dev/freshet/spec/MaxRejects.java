package dev.freshet.spec;

import java.math.BigDecimal;

/**
 * The largest part of a landing partition's lines that may be rejected.
 *
 * @param percent 0 to 100
 */
public record MaxRejects(BigDecimal percent) {
    /**
     * Parses {@code 1%} or {@code 0.5%}.
     *
     * @throws IllegalArgumentException if it is no such part
     */
    public static MaxRejects parse(String text) {
        if (!text.matches("(?:100|[0-9]{1,2}(?:\\.[0-9]{1,6})?)%")) {
            throw new IllegalArgumentException("Invalid part of the lines: " + text);
        }
        return new MaxRejects(new BigDecimal(text.substring(0, text.length() - 1)));
    }

    public boolean isExceeded(long rejects, long rows) {
        return BigDecimal.valueOf(rejects).movePointRight(2)
                .compareTo(percent.multiply(BigDecimal.valueOf(rejects + rows))) > 0;
    }

    /** As in a spec: {@code 1%}. */
    @Override
    public String toString() {
        return percent.toPlainString() + "%";
    }
}
