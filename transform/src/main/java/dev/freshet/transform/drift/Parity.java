package dev.freshet.transform.drift;

import dev.freshet.core.LandingPartition;
import java.util.List;
import java.util.Optional;

/**
 * How a spec and a table read the same raw files.
 *
 * @param rows lines that are rows by the spec
 * @param rejects lines that the spec rejects
 * @param tableRows rows of the table; 0 if it cannot be read
 * @param failure why the table cannot be read
 * @param columns those that both have, in the spec's order; empty if the table cannot be read
 */
public record Parity(LandingPartition partition, int files, long rows, long rejects, long tableRows,
        Optional<String> failure, List<Column> columns) {
    public Parity {
        columns = List.copyOf(columns);
    }

    /**
     * A column of both.
     *
     * @param equal whether all values are the same
     * @param values by the spec, that are not NULL
     * @param tableValues of the table
     * @param only some values by the spec that the table lacks
     * @param tableOnly some values of the table that the spec lacks
     */
    public record Column(String name, boolean equal, long values, long tableValues, List<String> only,
            List<String> tableOnly) {}
}
