package dev.freshet.benchmarks.cutover;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** The rows of one file, one JSON object per line. The same arguments give the same bytes. */
record EventFile(long seed, long number, int rows) {
    private static final int AMOUNTS = 1_000_000;
    private static final String[] WORDS = {"backup", "Sicherung", "sauvegarde", "резервная копия", "备份"};

    /** Writes the lines, leaves the stream open, and returns the figures of the rows. */
    Figures writeTo(OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(seed + number);
        StringBuilder lines = new StringBuilder(rows * 80);
        long firstId = number * rows;
        long idSum = 0;
        long checksum = 0;
        for (long id = firstId; id < firstId + rows; id++) {
            long amount = random.nextLong(-AMOUNTS, AMOUNTS);
            String note = WORDS[random.nextInt(WORDS.length)] + " " + random.nextInt(AMOUNTS);
            lines.append("{\"id\":").append(id).append(",\"file_no\":").append(number).append(",\"amount\":")
                    .append(amount).append(",\"note\":\"").append(note).append("\"}\n");
            idSum += id;
            checksum += crc32(id + " " + amount + " " + note);
        }
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        return new Figures(rows, firstId, firstId + rows - 1, idSum, checksum);
    }

    private static long crc32(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
