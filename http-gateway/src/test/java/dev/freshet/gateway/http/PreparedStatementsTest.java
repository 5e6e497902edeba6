package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdCompressor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The header with a client's prepared statements, as Trino writes it. */
class PreparedStatementsTest {
    private static PreparedStatements of(String header) {
        return new PreparedStatements(Map.of("X-Trino-Prepared-Statement", List.of(header)));
    }

    private static String compressed(String sql) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        ZstdCompressor zstd = new ZstdCompressor();
        byte[] compressed = new byte[zstd.maxCompressedLength(bytes.length)];
        int length = zstd.compress(bytes, 0, bytes.length, compressed, 0, compressed.length);
        return URLEncoder.encode("$zstd:" + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(compressed, length)),
                StandardCharsets.UTF_8);
    }

    @Test
    void shortAndLongTextsAreRead() {
        String sql = "SELECT '\u00fc,=' " + " ".repeat(10_000);
        PreparedStatements prepared = of("a=SELECT+1,my%22own=" + compressed(sql) + ", c=SELECT+%27%2C%27");
        assertThat(prepared.sql("a")).isEqualTo("SELECT 1");
        assertThat(prepared.sql("my\"own")).isEqualTo(sql);
        assertThat(prepared.sql("c")).isEqualTo("SELECT ','");
        assertThat(prepared.sql("d")).isNull();
    }

    @Test
    void aTextThatCannotBeDecompressedIsNotKnown() {
        assertThat(of("a=%24zstd%3ASELECT").sql("a")).isNull();
        assertThat(of("a=%24zstd%3A%27").sql("a")).isNull();
        assertThat(of("a=%24zstd%3A").sql("a")).isNull();
        assertThat(of("a=" + compressed("x".repeat(3_000_001))).sql("a")).as("longer than any statement").isNull();
        assertThatThrownBy(() -> of("a=%2")).isInstanceOf(IllegalArgumentException.class);
    }
}
