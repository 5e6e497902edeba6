package dev.freshet.transform.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet's own decoders read what was encoded. */
class EncodersTest {
    private final Random random = new Random(3);

    private static ByteBufferInputStream stream(ByteBuilder bytes) {
        return ByteBufferInputStream.wrap(ByteBuffer.wrap(bytes.array(), 0, bytes.size()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 32, 33, 127, 128, 129, 130, 257, 1_000, 20_000})
    void differences(int count) throws IOException {
        for (int bits = 0; bits <= 64; bits++) {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = bits == 0 ? 7 : random.nextLong() >> 64 - bits;
            }
            check(values, false);
            for (int i = 0; i < count; i++) {
                values[i] = (int) values[i];
            }
            check(values, true);
        }
    }

    private static void check(long[] values, boolean isInt) throws IOException {
        ByteBuilder bytes = new ByteBuilder();
        new Delta().encode(values, values.length, isInt, bytes);
        DeltaBinaryPackingValuesReader reader = new DeltaBinaryPackingValuesReader();
        ByteBufferInputStream stream = stream(bytes);
        reader.initFromPage(values.length, stream);
        assertThat(stream.available()).isZero();
        for (long value : values) {
            assertThat(isInt ? reader.readInteger() : reader.readLong()).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 1_000, 20_000})
    void runsAndPackedBits(int count) throws IOException {
        for (int width = 0; width <= 31; width++) {
            int[] values = new int[count];
            for (int i = 0; i < count; i++) {
                values[i] = i > 0 && random.nextInt(12) > 0 && i / 100 % 2 == 0 ? values[i - 1]
                        : random.nextInt() & (1 << width) - 1;
            }
            ByteBuilder bytes = new ByteBuilder();
            Hybrid.encode(values, count, width, bytes);
            RunLengthBitPackingHybridDecoder decoder = new RunLengthBitPackingHybridDecoder(width, stream(bytes));
            for (int value : values) {
                assertThat(decoder.readInt()).isEqualTo(value);
            }
        }
    }
}
