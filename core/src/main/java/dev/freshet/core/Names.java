package dev.freshet.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All names of a dataset in Trino. Users see the live, T-1, ingested and quarantine views; all else is in the hidden
 * schema.
 *
 * @param catalog the Iceberg catalog as Trino names it
 * @param landingCatalog the Hive catalog of the tail tables as Trino names it
 */
public record Names(String catalog, String landingCatalog, String schema, String dataset) {
    private static final Pattern STRING = Pattern.compile("'(?:[^']|'')*+'");
    private static final String HIDDEN_SUFFIX = "_hidden";

    public static final String T1_SUFFIX = "_t1";
    public static final String INGESTED_SUFFIX = "_ingested";
    public static final String REJECTS_SUFFIX = "_rejects";

    /** The name of the run log in the hidden schema. */
    public static final String RUN_LOG = "freshet_runs";

    public String hiddenSchema() {
        return schema + HIDDEN_SUFFIX;
    }

    /** Whether a schema is for physical tables. A dataset's own schema may not have such a name. */
    public static boolean isHidden(String schema) {
        return schema.endsWith(HIDDEN_SUFFIX);
    }

    public String liveView() {
        return view(dataset);
    }

    public String t1View() {
        return view(dataset + T1_SUFFIX);
    }

    public String ingestedView() {
        return view(dataset + INGESTED_SUFFIX);
    }

    public String rejectsView() {
        return view(dataset + REJECTS_SUFFIX);
    }

    /** The names of the views in the dataset's schema. Only intraday ingest makes the ingested view. */
    public List<String> views() {
        return List.of(dataset, dataset + T1_SUFFIX, dataset + INGESTED_SUFFIX, dataset + REJECTS_SUFFIX);
    }

    /** @param name one of {@link #views} */
    public String view(String name) {
        return qualified(catalog, schema, name);
    }

    /** The Iceberg table's name in the hidden schema. */
    public String historyTable() {
        return dataset + "_history";
    }

    /** The name of the quarantine's Iceberg table in the hidden schema. */
    public String historyRejectsTable() {
        return dataset + "_history_rejects";
    }

    /** The name of the Iceberg table in the hidden schema with the files that intraday ingest has read. */
    public String hotTable() {
        return dataset + "_hot";
    }

    /** Whether a view's text reads the hot table or its quarantine. */
    public boolean readsHot(String viewText) {
        return Stream.of(hotTable(), hotRejectsTable())
                .anyMatch(table -> viewText.contains(quoted(table) + " FOR VERSION"));
    }

    /** The name of the Iceberg table in the hidden schema with the rejects of these files. */
    public String hotRejectsTable() {
        return dataset + "_hot_rejects";
    }

    public String hot() {
        return qualified(catalog, hiddenSchema(), hotTable());
    }

    public String hotRejects() {
        return qualified(catalog, hiddenSchema(), hotRejectsTable());
    }

    public String history() {
        return qualified(catalog, hiddenSchema(), historyTable());
    }

    public String historyRejects() {
        return qualified(catalog, hiddenSchema(), historyRejectsTable());
    }

    /** The run log of all datasets of the schema. */
    public String runLog() {
        return qualified(catalog, hiddenSchema(), RUN_LOG);
    }

    public String tailTable(LandingPartition partition) {
        return tailPrefix() + partition.digits();
    }

    public String tail(LandingPartition partition) {
        return qualified(landingCatalog, hiddenSchema(), tailTable(partition));
    }

    /** The landing partition of a table in the hidden schema, if it is one of this dataset's tail tables. */
    public Optional<LandingPartition> tailPartition(String table) {
        return table.matches(Pattern.quote(tailPrefix()) + "\\d{8}(\\d{2})?")
                ? Optional.of(LandingPartition.ofDigits(table.substring(tailPrefix().length())))
                : Optional.empty();
    }

    /** The landing partitions whose tail tables a view's text names. */
    public Set<LandingPartition> tailIn(String viewText) {
        String withoutLiterals = STRING.matcher(viewText).replaceAll("''"); // a file may be named like a table
        return Pattern.compile("\\b" + Pattern.quote(tailPrefix()) + "\\d{8}(\\d{2})?\\b").matcher(withoutLiterals)
                .results()
                .flatMap(table -> tailPartition(table.group()).stream()).collect(Collectors.toSet());
    }

    private String tailPrefix() {
        return dataset + "_tail_";
    }

    public static String qualified(String catalog, String schema, String table) {
        return quoted(catalog) + "." + quoted(schema) + "." + quoted(table);
    }

    /** The text as an SQL string literal. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
