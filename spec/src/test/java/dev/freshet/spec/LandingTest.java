package dev.freshet.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LandingTest {
    private static final LandingPartition DAY = LandingPartition.parse("2026-01-07");
    private static final LandingPartition FIVE = LandingPartition.parse("2026-11-22T05");

    @Test
    void aDirectoryIsAPartition() {
        Landing hourly = new Landing("s3://b/x", "dt={yyyy}-{MM}-{dd}/hour={HH}");
        assertThat(hourly.directory(FIVE)).isEqualTo("s3://b/x/dt=2026-11-22/hour=05");
        assertThat(hourly.filesLike(FIVE)).isEmpty();
        assertThat(place(hourly, "dt=2026-11-22/hour=05/a/b.json")).contains(new Layout.Place(FIVE, "a/b.json"));
        for (String path : List.of("dt=2026-11-22", "dt=2026-11-22/a.json", "dt=2026-11-22/hour=24/a.json",
                "dt=2026-02-30/hour=05/a.json", "dt=2026-11-22/hour=05", "x/dt=2026-11-22/hour=05/a.json")) {
            assertThat(place(hourly, path)).as(path).isEmpty();
        }
    }

    @Test
    void numbersMayHaveNoZerosAndRepeat() {
        Landing landing = new Landing("s3://b", "{yyyy}/{M}/{yyyy}-{M}-{d}");
        assertThat(landing.directory(DAY)).isEqualTo("s3://b/2026/1/2026-1-7");
        assertThat(place(landing, "2026/1/2026-1-7/a")).contains(new Layout.Place(DAY, "a"));
        assertThat(place(landing, "2026/1/2026-01-07/a")).as("zeros").isEmpty();
        assertThat(place(landing, "2026/1/2025-1-7/a")).as("two years").isEmpty();
    }

    @Test
    void aFileNameIsAPartition() {
        Landing landing = new Landing("s3://b/x_y", "logs/a%-{yyyy}{MM}{dd}*.json");
        assertThat(landing.directory(DAY)).isEqualTo("s3://b/x_y/logs");
        assertThat(landing.filesLike(DAY)).contains("s3://b/x\\_y/logs/a\\%-20260107%.json");
        assertThat(place(landing, "logs/a%-20260107-3.json")).contains(new Layout.Place(DAY, "a%-20260107-3.json"));
        assertThat(place(landing, "logs/a%-20260107-3.csv")).isEmpty();
        assertThat(place(landing, "logs/a%-20260107/3.json")).isEmpty();

        Landing one = new Landing("s3://b", "{yyyy}-{M}-{d}.json.gz");
        assertThat(one.directory(DAY)).isEqualTo("s3://b");
        assertThat(place(one, "2026-1-7.json.gz")).contains(new Layout.Place(DAY, "2026-1-7.json.gz"));
        assertThat(place(one, "2026-1-7.json")).isEmpty();
    }

    @Test
    void whatCannotBeExactIsRefused() {
        for (String[] refused : new String[][]{{"device=*/dt={yyyy}-{MM}-{dd}", "one spec for each directory"},
                {"*-{yyyy}-{MM}-{dd}.json", "write the date before the *"},
                {"{yyyy}/{M}{d}", "text without digits on both sides"},
                {"{yyyy}-{M}-{d}*", "text without digits on both sides"}, {"{yyyy}/{MM}", "it must contain {dd}"},
                {"{yyyy}/{MM}/{dd}/{mm}", "no other braces"}, {"_{yyyy}{MM}{dd}*", "Trino ignores files"},
                {"/{yyyy}/{MM}/{dd}", "without one at either end"}}) {
            assertThat(Optional.of(refused[0]).map(LandingTest::fix)).as(Arrays.toString(refused)).get().asString()
                    .contains(refused[1]);
        }
    }

    private static String fix(String layout) {
        try {
            return Layout.parse(layout).text();
        } catch (Mistake e) {
            return e.fix();
        }
    }

    private static Optional<Layout.Place> place(Landing landing, String path) {
        return landing.layout().finder().of(path);
    }
}
