package dev.freshet.samples.service;

import java.time.Instant;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/** The questions that this service answers. Both name the dataset; the gateway picks the view. */
@Component
class Backups {
    private static final String RECENT = """
                                         SELECT CAST(floor(to_unixtime(event_time) / 600) AS bigint) * 600, count(*),
                                           count_if(status = 'failed'), coalesce(sum(size_bytes), 0)
                                         FROM backups
                                         WHERE event_time > now() - INTERVAL '24' HOUR
                                         GROUP BY 1
                                         ORDER BY 1""";

    /** The hint overrides the freshness of the data source: a report about whole days needs no raw files. */
    private static final String DAILY = """
                                        SELECT /*+ freshness(t-1) */ CAST(event_time AS date), count(*),
                                          count_if(status = 'failed'), coalesce(sum(size_bytes), 0)
                                        FROM backups
                                        GROUP BY 1
                                        ORDER BY 1 DESC
                                        LIMIT 14""";

    private final Lakehouse lakehouse;

    Backups(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    /** Backups that finished within ten minutes. */
    record TenMinutes(Instant from, long backups, long failed, long bytes) {}

    /** Backups that finished on a day in UTC. */
    record Day(LocalDate day, long backups, long failed, long bytes) {}

    /** The last 24 hours, with what has landed up to now. */
    Answer<TenMinutes> recent() {
        return lakehouse.ask(RECENT, (row, number) -> new TenMinutes(Instant.ofEpochSecond(row.getLong(1)),
                row.getLong(2), row.getLong(3), row.getLong(4)));
    }

    /** The newest days that the batch has ingested. */
    Answer<Day> daily() {
        return lakehouse.ask(DAILY, (row, number) -> new Day(row.getObject(1, LocalDate.class),
                row.getLong(2), row.getLong(3), row.getLong(4)));
    }
}
