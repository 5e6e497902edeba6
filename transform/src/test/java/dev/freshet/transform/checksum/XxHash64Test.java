package dev.freshet.transform.checksum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class XxHash64Test {
    @Test
    void hashesAreThoseOfTheReferenceImplementation() {
        assertThat(hash("")).isEqualTo(0xEF46DB3751D8E999L);
        assertThat(hash("a")).isEqualTo(0xD24EC4F1A98C6E5BL);
        assertThat(hash("abc")).isEqualTo(0x44BC2CF5AD770999L);
        assertThat(hash("Nobody inspects the spammish repetition")).isEqualTo(0xFBCEA83C8A378BF1L);
    }

    @Test
    void aLongIsItsBytes() {
        byte[] bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).put((byte) 7).putLong(-123_456_789_012L)
                .array();
        assertThat(XxHash64.hash(-123_456_789_012L)).isEqualTo(XxHash64.hash(bytes, 1, Long.BYTES));
    }

    @Test
    void aSliceOutsideOfTheArrayIsRefused() {
        assertThatThrownBy(() -> XxHash64.hash(new byte[8], 4, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static long hash(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        return XxHash64.hash(bytes, 1, bytes.length - 2);
    }
}
