package dev.freshet.gateway;

import java.sql.SQLWarning;
import java.util.stream.Stream;

/** The warnings of one execution, the same chain at each call: first the gateway's, then Trino's. */
final class Warnings {
    private final Plan plan;
    private SQLWarning first;
    private SQLWarning trinos;

    Warnings(Plan plan) {
        this.plan = plan;
    }

    Plan plan() {
        return plan;
    }

    /** @param now Trino's warnings, or null. It adds later ones to the same chain. */
    synchronized SQLWarning with(SQLWarning now) {
        if (first == null) {
            first = chain();
        }
        if (first == null) {
            return now;
        }
        if (now != null && now != trinos) {
            first.setNextWarning(now);
            trinos = now;
        }
        return first;
    }

    private SQLWarning chain() {
        SQLWarning[] all = Stream.concat(plan.routes().stream().map(FreshnessWarning::new),
                plan.warnings().stream().map(Note::new)).toArray(SQLWarning[]::new);
        for (int i = all.length - 1; i > 0; i--) {
            all[i - 1].setNextWarning(all[i]);
        }
        return all.length == 0 ? null : all[0];
    }

    /** A warning that belongs to no route. */
    private static final class Note extends SQLWarning {
        private static final long serialVersionUID = 1L;

        Note(String text) {
            super(text, FreshnessWarning.SQL_STATE);
        }

        /** It is not thrown, so its stack says nothing. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
