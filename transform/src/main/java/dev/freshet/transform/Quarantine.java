package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why lines of ingested files were rejected, with some of them. Raw files are not read. */
public final class Quarantine {
    private static final int REASONS = 10;
    private static final int SAMPLES = 3;
    private static final int LONGEST_LINE = 300;

    private final Names names;
    private final TrinoSession trino;

    public Quarantine(Names names, TrinoSession trino) {
        this.names = names;
        this.trino = trino;
    }

    /** @param lines how many were rejected for it */
    public record Reason(String reason, long lines, List<Sample> samples) {}

    /**
     * A rejected line.
     *
     * @param landed as {@code landed_on} is written in SQL
     * @param line its first 300 characters
     */
    public record Sample(String landed, String file, String line) {}

    /**
     * The most frequent reasons, each with lines of the files that landed last.
     *
     * @param first the first landing partition that counts
     * @throws LakehouseException if Trino cannot read the quarantine
     */
    public List<Reason> reasons(LandingPartition first) {
        Map<String, Reason> reasons = new LinkedHashMap<>();
        trino.query("""
                    SELECT reason, lines, CAST(landed_on AS varchar), file, line
                    FROM (
                      SELECT reason, count(*) AS lines,
                        max_by(ROW(landed_on, file, substr(line, 1, %d)), ROW(landed_on, file), %d) AS samples
                      FROM %s
                      WHERE landed_on >= %s AND served_from <> 'tail'
                      GROUP BY reason
                      ORDER BY lines DESC, reason
                      LIMIT %d)
                    CROSS JOIN UNNEST(samples) WITH ORDINALITY AS sample (landed_on, file, line, place)
                    ORDER BY lines DESC, reason, place""".formatted(LONGEST_LINE, SAMPLES, names.rejectsView(),
                first.literal(), REASONS),
                row -> {
                    long lines = row.getLong(2);
                    return reasons.computeIfAbsent(row.getString(1), why -> new Reason(why, lines, new ArrayList<>()))
                            .samples().add(new Sample(row.getString(3), row.getString(4), row.getString(5)));
                });
        return List.copyOf(reasons.values());
    }
}
