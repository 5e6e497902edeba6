package dev.freshet.transform.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.io.LocalFileIO;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.io.FileInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTreeTest {
    private static final String DIRECTORY = "local:///ledger/";

    @TempDir
    Path root;
    private final LocalFileIO io = new LocalFileIO();

    record Entry(String value) {}

    private LedgerStore store() {
        return new LedgerStore(io, DIRECTORY);
    }

    @BeforeEach
    void open() {
        io.initialize(Map.of(LocalFileIO.LOCATION, root.toString()));
    }

    @Test
    void theBytesOfAChangeDoNotGrowWithTheLedger() {
        LedgerTree<Entry> tree = filled("2024-01-01", 31);
        long afterAMonth = bytesOfNext(tree, "2024-01-31");
        long afterAThousandDays = bytesOfNext(filled("2024-01-01", 1_000), "2026-09-26");
        assertThat(afterAThousandDays).isLessThan(3 * afterAMonth);
    }

    /** Also after the directory has changed. */
    @Test
    void writtenEntriesAreReadInOrder() {
        for (String first : List.of("2026-10-30", "2026-10-30T20")) {
            LedgerTree<Entry> tree = filled(first, 40);
            LedgerTree<Entry> read = new LedgerTree<>(new LedgerStore(io, "local:///table/ledger/"), tree.root(),
                    Entry.class);
            List<String> keys = new ArrayList<>();
            Set<String> files = new HashSet<>();
            read.forEach((key, entry) -> {
                keys.add(key);
                assertThat(entry.value()).isEqualTo("value of " + key);
                assertThat(read.get(key)).contains(entry);
            }, files::add);
            assertThat(keys).hasSize(40).isSorted();
            assertThat(read.get(LandingPartition.parse(first).plus(40).toString())).isEmpty();
            assertThat(read.months()).isEqualTo(keys.stream().map(key -> key.substring(0, 7)).distinct().toList());
            assertThat(files).allMatch(file -> io.newInputFile(file).exists());
        }
        assertThat(new LedgerTree<>(store(), null, Entry.class).get("2026-11-22")).isEmpty();
    }

    private LedgerTree<Entry> filled(String first, int partitions) {
        LedgerTree<Entry> tree = new LedgerTree<>(store(), null, Entry.class);
        LandingPartition partition = LandingPartition.parse(first);
        for (int i = 0; i < partitions; i++) {
            tree = tree.with(partition.toString(), new Entry("value of " + partition));
            partition = partition.next();
        }
        return tree;
    }

    private long bytesOfNext(LedgerTree<Entry> tree, String key) {
        long before = bytes();
        tree.with(key, new Entry("value of " + key));
        return bytes() - before;
    }

    private long bytes() {
        return StreamSupport.stream(io.listPrefix(DIRECTORY).spliterator(), false).mapToLong(FileInfo::size).sum();
    }
}
