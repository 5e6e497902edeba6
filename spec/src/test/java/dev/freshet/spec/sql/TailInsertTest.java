package dev.freshet.spec.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TailInsertTest {
    private static final DatasetSpec SPEC = SpecReader.parse("days.yaml", """
                                                                          dataset: days
                                                                          schema: test
                                                                          landing: {root: "s3://bucket/days"}
                                                                          columns: {id: bigint}
                                                                          """);
    private static final TailInsert INSERT = new TailInsert(
            new TailTable(SPEC, SPEC.names("lakehouse", "landing"), LandingPartition.parse("2026-11-22")), "a", "b");

    /** Trino refuses a longer statement, and opens every file if more are named. */
    @Test
    void aPartHasAThousandFilesAndAStatementLessThanAMillionCharacters() {
        assertThat(TailInsert.parts(new TreeMap<>())).isEmpty();
        assertThat(TailInsert.parts(files(2_001, "p"))).extracting(SortedMap::size).containsExactly(1_000, 1_000, 1);
        SortedMap<String, Long> files = files(1_000, "p".repeat(1_000));
        List<SortedMap<String, Long>> parts = TailInsert.parts(files);
        assertThat(parts).hasSizeGreaterThan(1).allSatisfy(part -> {
            assertThat(INSERT.insertRows(part)).hasSizeLessThan(1_000_000);
            assertThat(INSERT.insertRejects(part)).hasSizeLessThan(1_000_000);
        });
        SortedMap<String, Long> all = new TreeMap<>();
        parts.forEach(all::putAll);
        assertThat(all).isEqualTo(files);
    }

    private static SortedMap<String, Long> files(int count, String name) {
        SortedMap<String, Long> files = new TreeMap<>();
        LongStream.range(0, count).forEach(i -> files.put(name + i, Long.MIN_VALUE + i));
        return files;
    }
}
