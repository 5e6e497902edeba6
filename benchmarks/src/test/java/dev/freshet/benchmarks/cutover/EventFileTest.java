package dev.freshet.benchmarks.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class EventFileTest {
    @Test
    void theFiguresAreThoseOfTheLines() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Figures figures = new EventFile(7, 3, 20).writeTo(out);

        long idSum = 0;
        long checksum = 0;
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            JsonNode row = new ObjectMapper().readTree(line);
            assertThat(row.get("file_no").asLong()).isEqualTo(3);
            assertThat(row.get("id").asLong()).isBetween(60L, 79L);
            idSum += row.get("id").asLong();
            CRC32 crc = new CRC32();
            crc.update(
                    "%d %d %s".formatted(row.get("id").asLong(), row.get("amount").asLong(), row.get("note").asText())
                            .getBytes(StandardCharsets.UTF_8));
            checksum += crc.getValue();
        }
        assertThat(figures).isEqualTo(new Figures(20, 60, 79, idSum, checksum));
    }

    @Test
    void theSameArgumentsGiveTheSameBytes() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        new EventFile(7, 3, 20).writeTo(first);
        new EventFile(7, 3, 20).writeTo(again);
        assertThat(again.toByteArray()).isEqualTo(first.toByteArray());
        assertThat(new EventFile(8, 3, 20).writeTo(again)).isNotEqualTo(new EventFile(7, 3, 20).writeTo(first));
    }
}
