package dev.freshet.core.sql;

import dev.freshet.core.spec.DatasetSpec;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Every name that a dataset has in Trino. Users see the two views and the quarantine view; all else is in the hidden
 * schema.
 *
 * @param catalog the Iceberg catalog as Trino names it
 * @param landingCatalog the Hive catalog of the tail tables as Trino names it
 */
public record Names(String catalog, String landingCatalog, String schema, String dataset) {
    public static final String T1_SUFFIX = "_t1";
    public static final String REJECTS_SUFFIX = "_rejects";

    public static Names of(String catalog, String landingCatalog, DatasetSpec spec) {
        return new Names(catalog, landingCatalog, spec.schema(), spec.name());
    }

    public String hiddenSchema() {
        return schema + "_hidden";
    }

    public String liveView() {
        return qualified(catalog, schema, dataset);
    }

    public String t1View() {
        return qualified(catalog, schema, dataset + T1_SUFFIX);
    }

    public String rejectsView() {
        return qualified(catalog, schema, dataset + REJECTS_SUFFIX);
    }

    /** The Iceberg table's name in the hidden schema. */
    public String historyTable() {
        return dataset + "_history";
    }

    /** The name of the quarantine's Iceberg table in the hidden schema. */
    public String historyRejectsTable() {
        return dataset + "_history_rejects";
    }

    public String history() {
        return qualified(catalog, hiddenSchema(), historyTable());
    }

    public String historyRejects() {
        return qualified(catalog, hiddenSchema(), historyRejectsTable());
    }

    public String tailTable(LocalDate day) {
        return tailPrefix() + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    public String tail(LocalDate day) {
        return qualified(landingCatalog, hiddenSchema(), tailTable(day));
    }

    /** The landing day of a table in the hidden schema, if it is one of this dataset's tail tables. */
    public Optional<LocalDate> tailDay(String table) {
        return table.matches(java.util.regex.Pattern.quote(tailPrefix()) + "\\d{8}")
                ? Optional.of(LocalDate.parse(table.substring(tailPrefix().length()), DateTimeFormatter.BASIC_ISO_DATE))
                : Optional.empty();
    }

    public String tailPrefix() {
        return dataset + "_tail_";
    }

    public static String qualified(String catalog, String schema, String table) {
        return quoted(catalog) + "." + quoted(schema) + "." + quoted(table);
    }

    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
