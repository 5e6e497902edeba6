package dev.freshet.transform.columns;

import dev.freshet.spec.ParquetProfile;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Writes one leaf's values of a row group as a column chunk: a dictionary, if it pays, and data pages. */
final class ChunkWriter {
    /** A chunk that shrinks less is not compressed, so that readers need not decompress it. */
    private static final double SHRINKS = 0.97;

    private final Leaf leaf;
    private final WriterSettings settings;
    private final Values values;
    private final Slots slots;
    private final Scratch scratch;
    private final ByteBuilder page;
    /** The slots with values. */
    private int[] present;
    private final Compression compression;
    private ParquetFileWriter file;
    private CompressionCodecName codec;
    private int presentFrom;

    ChunkWriter(Leaf leaf, Slots slots, WriterSettings settings, Compression compression, Scratch scratch) {
        this.leaf = leaf;
        this.slots = slots;
        this.settings = settings;
        this.compression = compression;
        this.scratch = scratch;
        this.page = scratch.page;
        this.values = switch (leaf) {
            case NumberLeaf number -> new NumberValues(number, settings.profile(), scratch);
            case WideLeaf wide -> new WideValues(wide);
            case BytesLeaf bytes ->
                new BytesValues(bytes, settings.profile(), settings.dictionaryBytes(), scratch);
        };
    }

    /** @param to exclusive; rows as places in the order */
    void write(ParquetFileWriter out, int from, int to) throws IOException {
        file = out;
        slots.collect(from, to);
        present = slots.all();
        int count = slots.isComplete() ? slots.count() : collectPresent();
        values.begin(present, count);
        addBloomFilter(count);
        codec = null;
        presentFrom = 0;
        int start = 0;
        while (start < slots.count()) {
            int end = pageEnd(start);
            writePage(start, end);
            start = end;
        }
        file.endColumn();
    }

    /** A dictionary needs no Bloom filter: it tells more. */
    private void addBloomFilter(int count) {
        if (settings.bloomFilters().contains(leaf.fieldId()) && values.dictionarySize() == 0 && count > 0) {
            int bytes = BlockSplitBloomFilter.optimalNumOfBits(count, BlockSplitBloomFilter.DEFAULT_FPP) / 8;
            BloomFilter filter = new BlockSplitBloomFilter(Math.min(bytes, settings.bloomFilterBytes()),
                    settings.bloomFilterBytes());
            for (int i = 0; i < count; i++) {
                filter.insertHash(leaf.bloomHash(present[i], filter));
            }
            file.addBloomFilter(String.join(".", leaf.descriptor.getPath()), filter);
        }
    }

    private int collectPresent() {
        present = scratch.present.of(slots.count());
        int count = 0;
        for (int i = 0; i < slots.count(); i++) {
            int slot = slots.at(i);
            present[count] = slot;
            count += leaf.isDefined(slot) ? 1 : 0;
        }
        return count;
    }

    /** The end of a page that begins at a slot. A page has whole rows. */
    private int pageEnd(int start) {
        if (!leaf.isRepeated && values.bytes() > 0) {
            int rows = Math.max(1, Math.min(settings.pageRows(), settings.pageBytes() / values.bytes()));
            return Math.min(slots.count(), start + rows);
        }
        int rows = 0;
        long bytes = 0;
        int end = start;
        while (end < slots.count()) {
            if (slots.beginsRow(end)) {
                if (rows == settings.pageRows() || bytes >= settings.pageBytes()) {
                    return end;
                }
                rows++;
            }
            if (leaf.isDefined(slots.at(end))) {
                bytes += values.bytes(slots.at(end));
            }
            end++;
        }
        return end;
    }

    private void writePage(int start, int end) throws IOException {
        page.clear();
        if (leaf.isRepeated) {
            slots.levels(leaf.repetitions, leaf.descriptor.getMaxRepetitionLevel(), start, end, page);
        }
        if (leaf.top > 0) {
            slots.levels(leaf.definitions, leaf.top, start, end, page);
        }
        int presentTo = presentFrom + slots.countDefined(start, end);
        Statistics<?> statistics = Statistics.createStats(leaf.descriptor.getPrimitiveType());
        statistics.incrementNumNulls(end - start - (presentTo - presentFrom));
        values.encode(present, presentFrom, presentTo, page, statistics);
        presentFrom = presentTo;
        if (codec == null) {
            begin();
        }
        file.writeDataPage(end - start, page.size(), compressed(page), statistics, slots.countRows(start, end),
                Encoding.RLE, Encoding.RLE, values.encoding());
    }

    /** Begins the chunk once its first page shows whether compression pays. */
    private void begin() throws IOException {
        codec = compression.compress(page).size() < page.size() * SHRINKS ? compression.codec()
                : CompressionCodecName.UNCOMPRESSED;
        file.startColumn(leaf.descriptor, slots.count(), codec);
        if (values.dictionarySize() > 0) {
            ByteBuilder dictionary = scratch.sample;
            dictionary.clear();
            values.encodeDictionary(dictionary);
            file.writeDictionaryPage(
                    new DictionaryPage(compressed(dictionary), dictionary.size(), values.dictionarySize(),
                            settings.profile() == ParquetProfile.MODERN ? Encoding.PLAIN : values.encoding()));
        }
    }

    private BytesInput compressed(ByteBuilder bytes) throws IOException {
        return codec == CompressionCodecName.UNCOMPRESSED ? BytesInput.from(bytes.array(), 0, bytes.size())
                : compression.compress(bytes);
    }
}
