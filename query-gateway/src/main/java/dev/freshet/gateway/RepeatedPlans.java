package dev.freshet.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Caches the last statements, because applications repeat the same few. All callers share them, but each gets a plan of
 * its own.
 */
final class RepeatedPlans {
    static final int AT_MOST = 1_000;
    /**
     * Longest text that is cached, in {@code char}s. A longer one is rarely repeated, and a thousand would fill the
     * heap.
     */
    static final int LONGEST = 20_000;

    private final Map<String, RepeatedPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RepeatedPlan> eldest) {
            return size() > AT_MOST;
        }
    };

    RepeatedPlan of(String sql) {
        return sql.length() > LONGEST ? new RepeatedPlan(sql) : cached(sql);
    }

    private synchronized RepeatedPlan cached(String sql) {
        return plans.computeIfAbsent(sql, RepeatedPlan::new);
    }

    synchronized int size() {
        return plans.size();
    }
}
