package dev.freshet.transform.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutGuessTest {
    @ParameterizedTest
    @CsvSource({"dt=2026-11-27/a.json,/x/logs,dt={yyyy}-{MM}-{dd},2026-11-27,0",
            "2026/11/27/a.json,/x/logs,{yyyy}/{MM}/{dd},2026-11-27,0",
            "2026/11/27/03/a.json,/x/logs,{yyyy}/{MM}/{dd}/{HH},2026-11-27T03,0",
            "year=2026/month=11/day=27/a.json,/x/logs,year={yyyy}/month={MM}/day={dd},2026-11-27,0",
            "year=2026/month=11/day=27/hour=03/a.json,/x/logs,year={yyyy}/month={MM}/day={dd}/hour={HH},2026-11-27T03,0",
            "y2026/m11/d27/a.json,/x/logs,y{yyyy}/m{MM}/d{dd},2026-11-27,0",
            "date=20261127/a.json,/x/logs,date={yyyy}{MM}{dd},2026-11-27,0",
            "2026-11-27T03/a.json,/x/logs,{yyyy}-{MM}-{dd}T{HH},2026-11-27T03,0",
            "2026-11/27/a.json,/x/logs,{yyyy}-{MM}/{dd},2026-11-27,0",
            "raw/eu/2026/11/27/a.json,/x/logs/raw/eu,{yyyy}/{MM}/{dd},2026-11-27,0",
            "dt=2026-11-27/eu/a.json,/x/logs,dt={yyyy}-{MM}-{dd},2026-11-27,1",
            "year=2026/month=1/day=5/a.json,/x/logs,year={yyyy}/month={M}/day={d},2026-01-05,0",
            "2026/1/05/9/a.json,/x/logs,{yyyy}/{M}/{dd}/{H},2026-01-05T09,0",
            "events-2026-11-27-001.json,/x/logs,events-{yyyy}-{MM}-{dd}*,2026-11-27,0",
            "1_CloudTrail_20261127T0355Z_x.json.gz,/x/logs,1_CloudTrail_{yyyy}{MM}{dd}*,2026-11-27,0",
            "2026/11/27/45/a.json,/x/logs,{yyyy}/{MM}/{dd},2026-11-27,1"})
    void theLayoutIsFoundInTheDirectories(String file, String root, String layout, String partition, int deeper) {
        LayoutGuess guess = LayoutGuess.of("/x/logs", List.of(file));
        assertThat(guess.landing().orElseThrow().root()).isEqualTo(root);
        assertThat(guess.landing().orElseThrow().layout().text()).isEqualTo(layout);
        assertThat(guess.landing().orElseThrow().recursive()).isEqualTo(deeper > 0);
        assertThat(guess.files().toString()).isEqualTo("{%s=[%s]}".formatted(partition, file));
        assertThat(guess.deeper()).hasSize(deeper);
        assertThat(guess.others()).isEmpty();
    }

    @Test
    void aDayDirectoryItselfHasItsRootAbove() {
        LayoutGuess guess = LayoutGuess.of("/x/2026-01-01/logs/dt=2026-11-27", List.of("a.json"));
        assertThat(guess.landing()).isPresent();
        assertThat(LayoutGuess.of("/x/logs/dt=2026-11-27", List.of("a.json", "eu/b.json")).files().toString())
                .isEqualTo("{2026-11-27=[a.json, eu/b.json]}");
        assertThat(LayoutGuess.of("/x/2026-01-01/logs", List.of("dt=2026-11-27/a.json")).landing().orElseThrow().root())
                .isEqualTo("/x/2026-01-01/logs");
    }

    @Test
    void mostFilesDecide() {
        LayoutGuess guess = LayoutGuess.of("/x", List.of("eu/2026/11/26/a", "us/2026/11/27/b", "eu/2026/11/27/c", "d",
                "eu/2026/13/27/e", "eu/2026/02/30/f"));
        assertThat(guess.landing().orElseThrow().root()).isEqualTo("/x/eu");
        assertThat(guess.files().toString()).isEqualTo("{2026-11-26=[eu/2026/11/26/a], 2026-11-27=[eu/2026/11/27/c]}");
        assertThat(guess.others()).containsExactly("us/2026/11/27/b", "d", "eu/2026/13/27/e", "eu/2026/02/30/f");
    }

    @Test
    void oneFileWithoutZerosDecides() {
        LayoutGuess guess = LayoutGuess.of("/x", List.of("month=2026-11/day=27/a", "month=2026-11/day=5/b"));
        assertThat(guess.landing().orElseThrow().layout().text()).isEqualTo("month={yyyy}-{MM}/day={d}");
        assertThat(guess.files()).hasSize(2);
    }

    @Test
    void directoriesDecideBeforeNames() {
        LayoutGuess guess = LayoutGuess.of("/x/2026-01-01", List.of("dt=2026-11-27/2026-11-26.json", "a.json"));
        assertThat(guess.landing().orElseThrow().layout().text()).isEqualTo("dt={yyyy}-{MM}-{dd}");
        assertThat(LayoutGuess.of("/x/2026-01-01", List.of("a-2026-11-27.json")).landing().orElseThrow().root())
                .isEqualTo("/x/2026-01-01");
    }

    @Test
    void aNumberIsNoDay() {
        assertThat(LayoutGuess.of("/x", List.of("a.json", "1234567890.json", "2026.json", "2026/a", "2026/13/a"))
                .landing()).isEmpty();
    }
}
