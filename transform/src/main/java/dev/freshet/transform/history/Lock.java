package dev.freshet.transform.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;

/**
 * Keeps long-running processes from doing the same work twice. It is a property of the history table, with the name of
 * its holder and the time at which it ends by itself. No answer depends on it: commits and flips are safe without.
 */
final class Lock {
    private static final String PROPERTY = "freshet.lock";

    private Lock() {}

    /** @param until when it ends by itself, unless it is taken again */
    private record Holder(String name, Instant until) {
        static Optional<Holder> of(Map<String, String> properties) {
            return Optional.ofNullable(properties.get(PROPERTY)).map(text -> {
                int space = text.indexOf(' ');
                return new Holder(text.substring(space + 1), Instant.parse(text.substring(0, space)));
            });
        }

        @Override
        public String toString() {
            return until + " " + name;
        }
    }

    /**
     * Takes the lock, or keeps it for longer.
     *
     * @return the name of the other holder, if there is one
     */
    static Optional<String> take(Table table, String name, Instant now, Duration time) {
        String[] other = new String[1];
        TableCommit.commit(table, (current, next) -> {
            Optional<Holder> holder = Holder.of(current.properties()).filter(held -> held.until().isAfter(now));
            other[0] = holder.map(Holder::name).filter(held -> !held.equals(name)).orElse(null);
            boolean lasts = holder.filter(held -> held.until().isAfter(now.plus(time.dividedBy(2)))).isPresent();
            if (other[0] == null && !lasts) {
                next.setProperties(Map.of(PROPERTY, new Holder(name, now.plus(time)).toString()));
            }
        });
        return Optional.ofNullable(other[0]);
    }

    static void release(Table table, String name) {
        TableCommit.commit(table, (current, next) -> {
            if (Holder.of(current.properties()).filter(held -> held.name().equals(name)).isPresent()) {
                next.removeProperties(Set.of(PROPERTY));
            }
        });
    }
}
