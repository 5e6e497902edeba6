package dev.freshet.transform.history;

import dev.freshet.core.Cadence;
import dev.freshet.spec.DatasetSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.ReplaceSortOrder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.transforms.Transform;

/** How new files of history are laid out. Files written before a change stay as they are. */
record FileLayout(PartitionSpec partitions, SortOrder order, TreeSet<String> bloomFilters) {
    private static final String BLOOM_FILTER = TableProperties.PARQUET_BLOOM_FILTER_COLUMN_ENABLED_PREFIX;

    static FileLayout of(Table table) {
        return new FileLayout(table.spec(), table.sortOrder(),
                table.properties().entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(BLOOM_FILTER) && entry.getValue().equals("true"))
                        .map(entry -> entry.getKey().substring(BLOOM_FILTER.length()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** @param schema history's columns, with those of the spec */
    static FileLayout of(DatasetSpec spec, Schema schema) {
        return new FileLayout(partitions(spec, schema), order(spec, schema), spec.history().bloomFilters().stream()
                .map(column -> historyName(spec, column)).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** {@code landed_on} first, so that replacing a partition changes metadata only; then the spec's transforms. */
    private static PartitionSpec partitions(DatasetSpec spec, Schema schema) {
        PartitionSpec.Builder builder = PartitionSpec.builderFor(schema).identity(IcebergTypes.LANDED_ON);
        for (String item : spec.history().partitionBy()) {
            String[] parts = item.split("[(), ]+");
            String column = historyName(spec, parts[Math.min(1, parts.length - 1)]);
            switch (parts.length == 1 ? "identity" : parts[0]) {
                case "year" -> builder.year(column);
                case "month" -> builder.month(column);
                case "day" -> builder.day(column);
                case "hour" -> builder.hour(column);
                case "bucket" -> builder.bucket(column, Integer.parseInt(parts[2]));
                case "truncate" -> builder.truncate(column, Integer.parseInt(parts[2]));
                default -> builder.identity(column);
            }
        }
        return builder.build();
    }

    private static SortOrder order(DatasetSpec spec, Schema schema) {
        SortOrder.Builder builder = SortOrder.builderFor(schema);
        for (String item : spec.history().sortBy()) {
            String[] parts = item.split(" +");
            String column = historyName(spec, parts[0]);
            if (parts.length > 1 && parts[1].equals("desc")) {
                builder.desc(column, NullOrder.NULLS_LAST);
            } else {
                builder.asc(column, NullOrder.NULLS_LAST);
            }
        }
        return builder.build();
    }

    private static String historyName(DatasetSpec spec, String column) {
        return spec.columns().stream().filter(c -> c.name().equals(column)).findFirst().orElseThrow().historyName();
    }

    /** The table properties that only this layout sets. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        bloomFilters.forEach(column -> properties.put(BLOOM_FILTER + column, "true"));
        if (!bloomFilters.isEmpty()) { // otherwise each takes a megabyte, however few the values
            properties.put(TableProperties.PARQUET_BLOOM_FILTER_ADAPTIVE_ENABLED, "true");
        }
        return properties;
    }

    /** What changes from the layout before, in words; empty if nothing does. */
    List<String> changes(FileLayout before, Cadence cadence) {
        List<String> changes = new ArrayList<>();
        String change = "%%s for new %s (was %%s)".formatted(cadence == Cadence.DAILY ? "days" : "hours");
        if (!partitionTexts().equals(before.partitionTexts())) {
            changes.add(change.formatted("partition by " + listed(partitionTexts()), listed(before.partitionTexts())));
        }
        if (!orderTexts().equals(before.orderTexts())) {
            changes.add(change.formatted("sort by " + listed(orderTexts()), listed(before.orderTexts())));
        }
        if (!bloomFilters.equals(before.bloomFilters)) {
            changes.add(change.formatted("Bloom filters of " + listed(bloomFilters), listed(before.bloomFilters)));
        }
        return changes;
    }

    /** Changes the layout before to this one. */
    void apply(FileLayout before, Transaction change) {
        if (!partitionTexts().equals(before.partitionTexts())) {
            UpdatePartitionSpec update = change.updateSpec();
            before.partitions.fields().stream().filter(field -> !partitionTexts().contains(before.text(field)))
                    .forEach(field -> update.removeField(field.name()));
            partitions.fields().stream().filter(field -> !before.partitionTexts().contains(text(field)))
                    .forEach(field -> update.addField( // Iceberg's name for it: unlike ours, it has the number
                            Expressions.transform(column(field.sourceId()), field.transform())));
            update.commit();
        }
        if (!orderTexts().equals(before.orderTexts())) {
            ReplaceSortOrder update = change.replaceSortOrder();
            order.fields().forEach(field -> {
                if (field.direction() == SortDirection.DESC) {
                    update.desc(column(field.sourceId()), field.nullOrder());
                } else {
                    update.asc(column(field.sourceId()), field.nullOrder());
                }
            });
            update.commit();
        }
        if (!bloomFilters.equals(before.bloomFilters)) {
            UpdateProperties update = change.updateProperties();
            before.properties().keySet().stream().filter(key -> !properties().containsKey(key))
                    .forEach(update::remove);
            properties().forEach(update::set);
            update.commit();
        }
    }

    /** In the words of a spec. Their order does not matter to readers. */
    private Set<String> partitionTexts() {
        return partitions.fields().stream().map(this::text).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String text(PartitionField field) {
        return text(field.sourceId(), field.transform());
    }

    private List<String> orderTexts() {
        return order.fields().stream().map(field -> text(field.sourceId(), field.transform())
                + (field.direction() == SortDirection.DESC ? " desc" : "")
                + (field.nullOrder() == NullOrder.NULLS_FIRST ? " nulls first" : "")).toList();
    }

    private String text(int source, Transform<?, ?> transform) {
        String[] parts = transform.toString().split("[\\[\\]]");
        return transform.isIdentity() ? column(source)
                : parts[0] + "(" + column(source) + (parts.length > 1 ? ", " + parts[1] : "") + ")";
    }

    private String column(int source) {
        return partitions.schema().findColumnName(source);
    }

    private static String listed(Collection<String> texts) {
        return texts.isEmpty() ? "nothing" : String.join(", ", texts);
    }
}
