package dev.freshet.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandingTest {
    private static final Landing HOURLY = new Landing("s3://b/x", "dt={yyyy}-{MM}-{dd}/hour={HH}");

    @Test
    void aDirectoryMapsToItsPartitionAndBack() {
        LandingPartition five = LandingPartition.parse("2026-11-22T05");
        assertThat(HOURLY.directory(five)).isEqualTo("s3://b/x/dt=2026-11-22/hour=05");
        assertThat(HOURLY.partitionOf("s3://b/x/dt=2026-11-22/hour=05")).contains(five);
        for (String directory : List.of("dt=2026-11-22", "dt=2026-11-22/hour=24", "dt=2026-11-22/hour=05/x")) {
            assertThat(HOURLY.partitionOf("s3://b/x/" + directory)).as(directory).isEmpty();
        }
    }
}
