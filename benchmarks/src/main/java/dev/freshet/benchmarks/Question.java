package dev.freshet.benchmarks;

/** The query that each contender runs. */
public enum Question {
    /** Reads every line and no column. */
    COUNT("count"),
    /** Uses three columns: filters on one, groups by another, sums the third. */
    GROUP_BY("group_by"),
    /** One row by its id. */
    LOOKUP("lookup");

    /** The value that {@link #GROUP_BY} filters {@code status} on. */
    static final String STATUS = "failed";

    private final String word;

    Question(String word) {
        this.word = word;
    }

    /** @param id of the row that {@link #LOOKUP} finds */
    String sql(String table, String id) {
        return switch (this) {
            case COUNT -> "SELECT count(*) FROM " + table;
            case GROUP_BY -> "SELECT customer, count(*), sum(size_bytes) FROM %s WHERE status = '%s' GROUP BY customer"
                    .formatted(table, STATUS);
            case LOOKUP -> "SELECT id, customer, status, size_bytes FROM %s WHERE id = UUID '%s'".formatted(table, id);
        };
    }

    /** As reports name it. */
    @Override
    public String toString() {
        return word;
    }
}
