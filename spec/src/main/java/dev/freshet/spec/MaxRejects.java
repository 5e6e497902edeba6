package dev.freshet.spec;

import java.math.BigDecimal;

/**
 * The largest part of a landing partition's lines that may be rejected. If there are more, the batch stops before the
 * cut-over.
 *
 * @param percent 0 to 100
 */
public record MaxRejects(BigDecimal percent) {
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
