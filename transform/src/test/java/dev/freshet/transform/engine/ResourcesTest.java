package dev.freshet.transform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourcesTest {
    private static final long MB = 1 << 20;

    @Test
    void aThreadForEachCoreAsFarAsMemoryGoes() {
        assertThat(Resources.of(2, 704 * MB)).isEqualTo(new Resources(2, 88 * MB));
        assertThat(Resources.of(16, 704 * MB)).isEqualTo(new Resources(5, 704 * MB / 4 / 5));
        assertThat(Resources.of(8, 64 * MB)).isEqualTo(new Resources(1, 16 * MB));
        assertThat(Resources.of(2, 64_000 * MB)).isEqualTo(new Resources(2, 1_024 * MB));
    }
}
