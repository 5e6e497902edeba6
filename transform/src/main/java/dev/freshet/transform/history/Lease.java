package dev.freshet.transform.history;

import dev.freshet.transform.connect.ConcurrentRunException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/**
 * Marks a table as in use by a run that writes to it. The run takes the lease before it writes the first file. The
 * lease is a property of the table, so that housekeeping does not delete unreferenced files that may still be needed. A
 * run stages on branches, and lets Trino write to tables, that are named after its lease. Housekeeping can end a lease
 * that is too old; the run can then publish nothing, so its files are garbage.
 */
final class Lease {
    /** Prefix of the properties for leases; the value is the time at which the lease was taken. */
    static final String PROPERTY = "freshet.lease.";
    /** Prefix of the branches on which runs stage. */
    static final String BRANCH = "freshet-staging-";
    private static final String TABLE = "_staging_";

    /** Begins the name of a lease under which Trino commits, without looking whether it has ended. */
    private static final String OF_TRINO = "trino-";

    private final String name;
    private int branches;
    private int tables;

    private Lease(String prefix) {
        name = prefix + UUID.randomUUID().toString().substring(0, 13);
    }

    /** Takes a lease on tables, at {@code now} of the run's clock. */
    static Lease take(List<Table> tables, Instant now) {
        return new Lease("").taken(tables, now);
    }

    /** Takes a lease on tables to which Trino itself commits. Only time ends it. */
    static Lease takeForTrino(List<Table> tables, Instant now) {
        return new Lease(OF_TRINO).taken(tables, now);
    }

    private Lease taken(List<Table> tables, Instant now) {
        tables.forEach(table -> TableCommit.commit(table,
                (current, next) -> next.setProperties(Map.of(property(), now.toString()))));
        return this;
    }

    /** Gives the lease back, and discards what is staged but not published. */
    void release(List<Table> tables) {
        tables.forEach(table -> TableCommit.commit(table, (current, next) -> {
            next.removeProperties(Set.of(property()));
            current.refs().keySet().stream().filter(branch -> branch.startsWith(BRANCH + name))
                    .forEach(branch -> discard(current, next, branch));
        }));
    }

    /** A new, unused branch name. */
    String nextBranch() {
        return BRANCH + name + "-" + ++branches;
    }

    /** A suffix that makes unused names of tables, for Trino to write data files, from those of others. */
    String nextTables() {
        return TABLE + name + "-" + ++tables;
    }

    /**
     * Whether a name is that of a table for Trino to write data files, and of no lease that a table has.
     *
     * @param target the name of the table that takes over the data files
     */
    static boolean isLeft(String name, String target, Table table) {
        Matcher matcher = Pattern.compile(Pattern.quote(target + TABLE) + "([0-9a-f]{8}-[0-9a-f]{4})-\\d+")
                .matcher(name);
        return matcher.matches() && !table.properties().containsKey(PROPERTY + matcher.group(1));
    }

    /** @throws ConcurrentRunException if housekeeping has ended the lease */
    void require(TableMetadata table, String name) {
        if (!table.properties().containsKey(property())) {
            throw ConcurrentRunException.leaseEnded(name);
        }
    }

    private String property() {
        return PROPERTY + name;
    }

    /** Ends leases taken before the given time, and discards what is staged without a lease. */
    static void endOlder(Table table, Instant before) {
        end(table, (key, taken) -> taken.isBefore(before));
    }

    /** Ends the leases of all runs, which can publish nothing then, and discards what they have staged. */
    static void endRuns(Table table) {
        end(table, (key, taken) -> !key.startsWith(PROPERTY + OF_TRINO));
    }

    /**
     * Looks twice: a REST catalog compares no properties, so a run may have staged between the first look and the
     * commit that ended its lease.
     */
    private static void end(Table table, BiPredicate<String, Instant> isOver) {
        for (int look = 1; look <= 2; look++) {
            endOnce(table, isOver);
        }
    }

    private static void endOnce(Table table, BiPredicate<String, Instant> isOver) {
        TableCommit.commit(table, (current, next) -> {
            Set<String> live = new HashSet<>();
            current.properties().forEach((key, value) -> {
                if (key.startsWith(PROPERTY) && isOver.test(key, Instant.parse(value))) {
                    next.removeProperties(Set.of(key));
                } else if (key.startsWith(PROPERTY)) {
                    live.add(BRANCH + key.substring(PROPERTY.length()) + "-");
                }
            });
            current.refs().keySet().stream()
                    .filter(branch -> branch.startsWith(BRANCH) && live.stream().noneMatch(branch::startsWith))
                    .forEach(branch -> discard(current, next, branch));
        });
    }

    /** When the oldest of a table's leases was taken. */
    static Optional<Instant> oldest(Table table) {
        return table.properties().entrySet().stream().filter(entry -> entry.getKey().startsWith(PROPERTY))
                .map(entry -> Instant.parse(entry.getValue())).min(Instant::compareTo);
    }

    /**
     * Removes a branch and the snapshot staged on it. Expiring that snapshot instead could delete data files that it
     * shares with a snapshot staged later.
     */
    static void discard(TableMetadata current, TableMetadata.Builder next, String branch) {
        long snapshot = current.ref(branch).snapshotId();
        TableCommit.removeBranch(current, next, branch);
        if (!TableCommit.isInMain(current, snapshot)) {
            next.removeSnapshots(Set.of(snapshot));
        }
    }
}
