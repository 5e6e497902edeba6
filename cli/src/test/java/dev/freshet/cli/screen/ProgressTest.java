package dev.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter err = new StringWriter();

    @Test
    void withoutATerminalEachStepIsOneLine() {
        try (Progress progress = new Progress(new PrintWriter(err), false)) {
            for (int i = 0; i <= 100; i++) {
                progress.at("ingesting 2026-11-22", i, 100);
            }
            progress.at("reconciling", 0, 0);
        }
        assertThat(err.toString().lines()).containsExactly("ingesting 2026-11-22", "reconciling");
    }

    @Test
    void withoutATerminalADayIsOneLine() {
        try (Progress progress = new Progress(new PrintWriter(err), false)) {
            BatchProgress batch = progress.of("backups");
            for (Step step : List.of(Step.WRITE, Step.STAGE, Step.RECONCILE, Step.COMMIT)) {
                batch.at(step, step.label() + " 2026-11-22", 0, 0);
            }
        }
        assertThat(err.toString().lines()).containsExactly("backups: ingesting 2026-11-22");
    }

    @Test
    void oneOfSeveralDaysIsCountedAndTheTimeLeftIsTold() {
        try (Progress progress = new Progress(new PrintWriter(err), false)) {
            BatchProgress batch = progress.of("backups");
            for (int day = 1; day <= 2; day++) {
                batch.partition(day, 2, day == 1 ? Optional.empty() : Optional.of(Duration.ofSeconds(3)));
                for (Step step : List.of(Step.PREPARE, Step.OPEN, Step.WRITE, Step.STAGE, Step.COMMIT)) {
                    batch.at(step, step.label() + " 2026-11-2" + day, 0, 0);
                }
            }
            batch.at(Step.FLIP, Step.FLIP.label(), 0, 0);
        }
        assertThat(err.toString().lines()).containsExactly("backups: ingesting 2026-11-21 (1 of 2)",
                "backups: ingesting 2026-11-22 (2 of 2, 3.0 s left)", "backups: replacing the views");
    }

    @Test
    void aTerminalShowsHowFastItIsAndTheTimeLeft() throws InterruptedException {
        try (Progress progress = new Progress(new PrintWriter(err), true)) {
            progress.at("ingesting 2026-11-22", 0, 4_000_000);
            Thread.sleep(1_100);
            progress.at("ingesting 2026-11-22", 1_000_000, 4_000_000);
        }
        assertThat(err.toString()).containsPattern("25 %, [0-9.]+ kB/s, [0-9.]+ s left");
    }

    @Test
    void aTerminalShowsRowsAndRejects() {
        try (Progress progress = new Progress(new PrintWriter(err), true)) {
            BatchProgress batch = progress.of("backups");
            batch.at(Step.WRITE, "ingesting 2026-11-22", 0, 100);
            batch.lines(1_200_000, 1);
            batch.at(Step.WRITE, "ingesting 2026-11-22", 100, 100);
            batch.at(Step.STAGE, "staging", 0, 0);
        }
        assertThat(err.toString()).contains("ingesting 2026-11-22 100 %, 1,200,000 rows, 1 reject\033")
                .doesNotContain("staging ... 1,2");
    }

    @Test
    void aTerminalShowsABarAndThenTheDuration() {
        try (Progress progress = new Progress(new PrintWriter(err), true)) {
            progress.at("ingesting 2026-11-22", 0, 100);
            progress.at("ingesting 2026-11-22", 100, 100);
        }
        assertThat(err.toString()).contains("\ringesting 2026-11-22 [" + " ".repeat(12) + "] 0 %",
                "[" + "=".repeat(12) + "] 100 %").endsWith(" ms\033[K" + System.lineSeparator());
    }

    @Test
    void aBarNeverWraps() {
        try (Progress progress = new Progress(new PrintWriter(err), true)) {
            progress.at("x".repeat(200), 1, 2);
        }
        for (String frame : err.toString().split("\r")) {
            assertThat(frame.replaceAll("\033\\[K|\\R", "")).hasSizeLessThan(80);
        }
    }
}
