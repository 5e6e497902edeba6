package dev.freshet.transform.columns;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;

/** Compresses pages with the codec of a table. */
final class Compression implements Closeable {
    /** Higher levels take half as much time again and save a few percent. */
    private static final int ZSTD_LEVEL = 1;

    private final CompressionCodecName codec;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final CompressionCodecFactory others;
    private byte[] compressed = new byte[0];

    /**
     * @param codec its name in Iceberg's table properties
     * @param level {@code null} for the default; other codecs than zstd have none here
     */
    Compression(String codec, String level) {
        this.codec = CompressionCodecName.fromConf(codec.toUpperCase(Locale.ROOT));
        this.zstd.setLevel(level == null ? ZSTD_LEVEL : Integer.parseInt(level));
        this.others = HadoopCodecs.newFactory(1 << 16);
    }

    CompressionCodecName codec() {
        return codec;
    }

    /** Valid until the next call. */
    BytesInput compress(ByteBuilder page) throws IOException {
        return switch (codec) {
            case UNCOMPRESSED -> BytesInput.from(page.array(), 0, page.size());
            case ZSTD -> {
                int bound = (int) Zstd.compressBound(page.size());
                if (compressed.length < bound) {
                    compressed = new byte[bound];
                }
                yield BytesInput.from(compressed, 0,
                        zstd.compressByteArray(compressed, 0, compressed.length, page.array(), 0, page.size()));
            }
            default -> others.getCompressor(codec).compress(BytesInput.from(page.array(), 0, page.size()));
        };
    }

    @Override
    public void close() {
        zstd.close();
        others.release();
    }
}
