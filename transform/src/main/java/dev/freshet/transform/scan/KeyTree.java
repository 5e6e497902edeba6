package dev.freshet.transform.scan;

import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.json.TypeRule;
import dev.freshet.transform.columns.Leaf;
import dev.freshet.transform.columns.Node;
import dev.freshet.transform.columns.RepeatedNode;
import dev.freshet.transform.columns.StructNode;
import dev.freshet.transform.json.ValueMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys that a spec names, with what reads their values. */
final class KeyTree {
    private final ValueMapper mapper = new ValueMapper();

    /** A column or a row's field, and the keys that lead to it. */
    private record Wanted(List<String> keys, DataType type, TypeRule rule, TimeFormat format, boolean strict,
            Node node) {
        boolean isHere() {
            return keys.size() == 1;
        }

        Wanted below() {
            return new Wanted(keys.subList(1, keys.size()), type, rule, format, strict, node);
        }
    }

    private KeyTree() {}

    /** @param nodes one per column of the spec */
    static Keys of(DatasetSpec spec, List<Node> nodes) {
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Column column = spec.columns().get(i);
            if (column.source() instanceof JsonPath path) {
                wanted.add(new Wanted(path.keys(), column.type(),
                        TypeRule.of(column.type(), column.format()), column.format(),
                        column.strict() || column.required(), nodes.get(i)));
            }
        }
        return new KeyTree().keys(wanted);
    }

    private Keys keys(List<Wanted> wanted) {
        Map<String, List<Wanted>> byKey = new LinkedHashMap<>();
        wanted.forEach(w -> byKey.computeIfAbsent(w.keys().get(0), key -> new ArrayList<>()).add(w));
        Keys keys = new Keys();
        byKey.forEach((key, values) -> keys.add(key.getBytes(StandardCharsets.UTF_8),
                name -> key(name, values)));
        return keys;
    }

    private Key key(byte[] name, List<Wanted> wanted) {
        List<Target> targets = new ArrayList<>();
        List<StructNode> rows = new ArrayList<>();
        List<Wanted> below = new ArrayList<>();
        boolean isWhole = false;
        for (Wanted value : wanted) {
            if (!value.isHere()) {
                below.add(value.below());
                continue;
            }
            targets.add(target(value));
            if (value.type() instanceof DataType.Row row) {
                rows.add((StructNode) value.node());
                below.addAll(fields(row, (StructNode) value.node()));
            } else {
                isWhole = true;
            }
        }
        return new Key(name, targets, rows, below.isEmpty() ? null : keys(below), true, isWhole);
    }

    private Target target(Wanted value) {
        return switch (value.node()) {
            case Leaf leaf ->
                new Target.Scalar(value.type(), value.format(), value.rule(), value.strict(), leaf, mapper);
            case StructNode row -> new Target.Row(value.type(), value.rule(), value.strict());
            case RepeatedNode repeated ->
                new Target.Repeated(value.type(), value.rule(), value.strict(), repeated, mapper);
        };
    }

    private List<Wanted> fields(DataType.Row row, StructNode node) {
        List<Wanted> fields = new ArrayList<>();
        for (int i = 0; i < row.fields().size(); i++) {
            DataType.Field field = row.fields().get(i);
            fields.add(new Wanted(List.of(field.name()), field.type(), mapper.elementRule(field.type()),
                    TimeFormat.ISO8601, false, node.field(i)));
        }
        return fields;
    }
}
