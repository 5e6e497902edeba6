package dev.freshet.benchmarks.transform;

import dev.freshet.spec.Column;
import dev.freshet.spec.JsonPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of a line that a spec names: each leads to a column, or to an object with further keys. */
record JsonKeys(Map<String, JsonKeys> inner, int column) {
    private static final int NONE = -1;

    static JsonKeys of(List<Column> columns) {
        JsonKeys root = new JsonKeys(new LinkedHashMap<>(), NONE);
        for (int i = 0; i < columns.size(); i++) {
            root.add(((JsonPath) columns.get(i).source()).keys(), i);
        }
        return root;
    }

    private void add(List<String> path, int index) {
        String key = path.get(0);
        if (path.size() == 1) {
            inner.put(key, new JsonKeys(Map.of(), index));
        } else {
            inner.computeIfAbsent(key, k -> new JsonKeys(new LinkedHashMap<>(), NONE))
                    .add(path.subList(1, path.size()), index);
        }
    }

    boolean isColumn() {
        return column != NONE;
    }
}
