package dev.freshet.transform.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The part of Trino that batch and housekeeping use: schemas, external tables, views, counts, the reconciliation's
 * figures, and the procedures of Iceberg tables. Recognizes a statement by a pattern; an unknown statement is an error
 * of the checker.
 */
class MiniTrino {
    private static final String NAME = "(\"[^\"]+\"(?:\\.\"[^\"]+\")*)";

    /** The process that sends a statement. */
    interface Client {
        String name();

        /** The catalog and the files, in which every effect is a step of the process. */
        SupportsNamespaces namespaces();

        Table load(TableIdentifier name);

        ProcessFiles files();

        void before(String what);

        /** The loss that this statement suffers. It is returned once. */
        Optional<Loss> trinoLoss();
    }

    /** Executes a statement. Returns its rows; empty if it has no result. */
    private interface Statement {
        List<Object[]> run(Client client, Matcher text);
    }

    /** The rows and rejects that one query of the reconciliation read. */
    record Seen(List<String> rows, List<String> rejects) {}

    /** A view's text as a process has read it. */
    private record ViewText(String view, String text) {}

    private final Map<Pattern, Statement> statements = new java.util.LinkedHashMap<>();
    private final Map<String, String> views = new TreeMap<>();
    private final Map<String, ViewText> lastRead = new TreeMap<>();
    private final Map<String, String> overwritten = new TreeMap<>();
    private final Map<String, Seen> lastFigures = new TreeMap<>();
    private final Set<List<String>> reconciledRows = new HashSet<>();
    private final Set<List<String>> reconciledRejects = new HashSet<>();
    private final List<String> replacedBy = new ArrayList<>();
    private final Tables tables;
    private final Procedures procedures;
    private long version;

    MiniTrino(Tables tables, Procedures procedures) {
        this.tables = tables;
        this.procedures = procedures;
        on("CREATE SCHEMA IF NOT EXISTS \"([^\"]+)\"\\.\"([^\"]+)\"", (client, text) -> schema(client, text.group(2)));
        on("CREATE TABLE IF NOT EXISTS " + NAME + " .*external_location = '([^']+)'.*", (client, text) -> {
            tables.external().putIfAbsent(text.group(1), text.group(2));
            return changed();
        });
        on("DROP TABLE IF EXISTS " + NAME, (client, text) -> {
            tables.external().remove(text.group(1));
            return changed();
        });
        on("SHOW TABLES FROM " + NAME, (client, text) -> tables.external().keySet().stream()
                .filter(name -> name.startsWith(text.group(1) + ".")).sorted()
                .map(name -> new Object[]{name.replaceFirst(".*\\.\"([^\"]+)\"$", "$1")}).toList());
        on("SELECT table_name FROM \"lakehouse\"\\.information_schema\\.tables WHERE .*LIKE '%_t1'",
                (client, text) -> views.keySet().stream().filter(view -> view.endsWith("_t1\""))
                        .map(view -> new Object[]{view.replaceFirst(".*\\.\"([^\"]+)\"$", "$1")}).toList());
        on("SHOW CREATE VIEW " + NAME, (client, text) -> List.<Object[]>of(new Object[]{view(text.group(1))}));
        on("SHOW CREATE TABLE " + NAME, (client, text) -> List.<Object[]>of(new Object[]{table(text.group(1))}));
        on("CREATE OR REPLACE VIEW " + NAME + "( .*)", (client, text) -> replace(client, text.group(1),
                "CREATE VIEW " + text.group(1) + text.group(2)));
        on("DROP VIEW IF EXISTS " + NAME, (client, text) -> {
            views.remove(text.group(1));
            return changed();
        });
        on("SELECT \"\\$path\" FROM " + NAME + " LIMIT 1", (client, text) -> {
            Relation relation = Relation.all(text.group()).get(0);
            return tables.hasFile(relation) ? one("a file") : List.of();
        });
        on("SELECT file, sum\\(rows\\) .*", (client, text) -> List.of()); // only words of a failure
        on("SELECT \\* FROM \\(SELECT coalesce\\(sum\\(rows\\), 0\\) AS rows.*", this::figures);
        on("SELECT count\\(\\*\\) FROM " + NAME, (client, text) -> one((long) count(text.group(1))));
        on("SELECT 1 FROM " + NAME + " WHERE .*\"\\$path\".*", (client, text) -> {
            Relation relation = Relation.all(text.group()).get(0);
            return tables.hasFile(relation) ? one(1) : List.of();
        });
        on("SELECT (?:CAST\\()?(?:now\\(\\)|current_timestamp(?:\\(\\d+\\))?).*",
                (client, text) -> one(java.sql.Timestamp.from(procedures.now())));
        on("SELECT to_unixtime\\((?:now\\(\\)|current_timestamp)\\)",
                (client, text) -> one(procedures.now().toEpochMilli() / 1000.0));
        on("SELECT 1", (client, text) -> one(1));
        on("SET SESSION .*", (client, text) -> List.of());
        on("ALTER TABLE " + NAME + " EXECUTE (\\w+)\\(.*?'([^']+)'\\)(.*)", this::procedure);
    }

    private void on(String shape, Statement statement) {
        statements.put(Pattern.compile(shape, Pattern.DOTALL), statement);
    }

    /**
     * @throws QueryFailure if Trino would fail
     * @throws UnsupportedOperationException if the statement is unknown
     */
    List<Object[]> execute(Client client, String sql) {
        String line = sql.replaceAll("\\s+", " ").strip();
        for (Map.Entry<Pattern, Statement> known : statements.entrySet()) {
            Matcher text = known.getKey().matcher(line);
            if (text.matches()) {
                List<Object[]> answer = known.getValue().run(client, text);
                lastRead.remove(client.name());
                if (line.startsWith("SHOW CREATE VIEW")) {
                    lastRead.put(client.name(), new ViewText(text.group(1), (String) answer.get(0)[0]));
                }
                return answer;
            }
        }
        throw new UnsupportedOperationException("Unknown statement: " + sql);
    }

    Tables tables() {
        return tables;
    }

    /** The view's text as {@code SHOW CREATE VIEW} returns it. */
    Optional<String> text(String view) {
        return Optional.ofNullable(views.get(view));
    }

    /** Grows with each change of a view or an external table. */
    long version() {
        return version;
    }

    private List<Object[]> replace(Client client, String view, String text) {
        ViewText read = lastRead.get(client.name());
        if (read != null && read.view().equals(view) && !read.text().equals(views.get(view))) {
            overwritten.put(view, client.name());
        } else {
            overwritten.remove(view);
        }
        replacedBy.add(client.name());
        views.put(view, text);
        return changed();
    }

    /**
     * Whether a process has overwritten a newer view with an older one, because another process replaced the view after
     * this one had read it. Ends when that process ends or the view is replaced again.
     */
    boolean isOverwritten(String view) {
        return overwritten.containsKey(view);
    }

    /** Called when a process has ended. */
    void ended(Client client) {
        overwritten.values().removeIf(client.name()::equals);
    }

    /** The names of the processes that replaced a view, in order. */
    List<String> replacedBy() {
        return Collections.unmodifiableList(replacedBy);
    }

    /** Whether a process has reconciled this row or reject. */
    boolean isReconciled(Landed.Kind kind, String key) {
        return (kind == Landed.Kind.ROWS ? reconciledRows : reconciledRejects).stream()
                .anyMatch(keys -> keys.contains(key));
    }

    /** Whether a process has reconciled exactly these rows or rejects of a landing day. */
    boolean isReconciled(Landed.Kind kind, List<String> sorted) {
        return sorted.isEmpty() || (kind == Landed.Kind.ROWS ? reconciledRows : reconciledRejects).contains(sorted);
    }

    private List<Object[]> changed() {
        version++;
        return List.of();
    }

    private static List<Object[]> one(Object value) {
        return List.<Object[]>of(new Object[]{value});
    }

    private String view(String name) {
        return text(name).orElseThrow(() -> new QueryFailure("View '" + name + "' does not exist"));
    }

    private String table(String name) {
        String directory = tables.external().get(name);
        if (directory == null) {
            throw new QueryFailure("Table '" + name + "' does not exist");
        }
        return "CREATE TABLE %s ( line varchar, rest varchar ) WITH ( external_location = '%s' )".formatted(name,
                directory);
    }

    private static List<Object[]> schema(Client client, String schema) {
        Namespace namespace = Namespace.of(schema);
        if (!client.namespaces().namespaceExists(namespace)) {
            try {
                client.namespaces().createNamespace(namespace);
            } catch (RuntimeException e) {
                throw new QueryFailure("Schema already exists: " + schema);
            }
        }
        return List.of();
    }

    private int count(String name) {
        if (views.containsKey(name)) {
            return tables.rows(views.get(name)).size();
        }
        throw new QueryFailure("Table '" + name + "' does not exist");
    }

    /** Rows and rejects of a landing day. Two such queries of a process with equal results are a reconciliation. */
    private List<Object[]> figures(Client client, Matcher text) {
        String[] halves = text.group().split("CROSS JOIN");
        Seen seen = new Seen(keys(halves[0]), keys(halves[1]));
        Seen before = lastFigures.put(client.name(), seen);
        if (seen.equals(before)) {
            reconciledRows.add(seen.rows());
            reconciledRejects.add(seen.rejects());
        }
        List<Object> figures = new ArrayList<>(List.of((long) seen.rows().size()));
        Pattern.compile(" checksum\\(to_big_endian_64").matcher(halves[0]).results()
                .forEach(column -> figures.add(checksum(seen.rows())));
        figures.add((long) seen.rejects().size());
        figures.add(checksum(seen.rejects()));
        return List.<Object[]>of(figures.toArray());
    }

    private List<String> keys(String sql) {
        return tables.rows(sql).stream().map(Tables.Row::key).sorted().toList();
    }

    private static byte[] checksum(List<String> keys) {
        if (keys.isEmpty()) {
            return null;
        }
        long sum = keys.stream().mapToLong(key -> key.hashCode() * 0x9E3779B97F4A7C15L).sum();
        return java.nio.ByteBuffer.allocate(8).putLong(sum).array();
    }

    private List<Object[]> procedure(Client client, Matcher text) {
        String[] parts = text.group(1).replace("\"", "").split("\\.");
        Table table = client.load(TableIdentifier.of(parts[1], parts[2]));
        Function<String, Instant> threshold = age -> procedures.now()
                .minus(Duration.ofSeconds(Long.parseLong(age.replace("s", ""))));
        switch (text.group(2)) {
            case "optimize" -> procedures.optimize(table, Relation.all(
                    "FROM " + text.group(1) + Objects.requireNonNullElse(text.group(4), "")).get(0).day());
            case "expire_snapshots" -> procedures.expireSnapshots(table, threshold.apply(text.group(3)));
            case "remove_orphan_files" ->
                procedures.removeOrphanFiles(table, client.files(), threshold.apply(text.group(3)));
            default -> throw new UnsupportedOperationException("Unknown procedure: " + text.group());
        }
        return changed();
    }
}
