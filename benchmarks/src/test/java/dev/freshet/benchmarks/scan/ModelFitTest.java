package dev.freshet.benchmarks.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.Host;
import dev.freshet.core.CostModel;
import dev.freshet.core.CostModel.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelFitTest {
    private static final List<ScanQuestion> QUESTIONS = List.of(new ScanQuestion("count", 0, false, ""),
            new ScanQuestion("group_by", 2, false, ""), new ScanQuestion("join", 1, true, ""));
    private static final int CORES = 4;

    @Test
    void theModelThatMadeThePointsIsFoundWithItsCores() {
        ModelFit fit = new ModelFit(points(1), QUESTIONS);

        assertThat(fit.cores()).isEqualTo(CORES);
        Line count = line(fit, "count");
        assertThat(count.baseMillis()).isCloseTo(60, within(0.1));
        assertThat(count.millisPerMegabyte()).isCloseTo(3, within(0.01));
        assertThat(count.millisPerFile()).isCloseTo(0.5, within(0.01));
        assertThat(count.cpuMillisPerMegabyte()).isCloseTo(12, within(0.1));
        assertThat(count.heldBack()).isEqualTo(1);
        assertThat(count.medianError()).isLessThan(0.001);
        assertThat(count.p95ToMedian()).isCloseTo(1.5, within(0.001));
    }

    @Test
    void aQuestionThatWasHeldBackGetsItsLineFromTheOthersByItsColumns() {
        Line join = line(new ModelFit(points(1), QUESTIONS), "join");

        assertThat(join.millisPerMegabyte()).as("between none and two columns").isCloseTo(4, within(0.1));
        assertThat(join.heldBack()).isEqualTo(5);
        assertThat(join.medianError()).isLessThan(0.02);
    }

    @Test
    void theErrorIsThatOfThePointsWhichWereNotFitted() {
        assertThat(line(new ModelFit(points(2), QUESTIONS), "count").medianError()).as(
                "twice as long as by the others").isCloseTo(0.5, within(0.01));
    }

    @Test
    void columnarDataTakeLongerAsTheirCpuTimeGrows() {
        ModelFit fit = new ModelFit(List.of(past(1, 250, 5), past(10, 290, 6), past(100, 330, 15)), QUESTIONS.subList(0,
                1));

        Line count = line(fit, "count");
        assertThat(count.cpuMillisPerMegabyte()).isCloseTo(0.1, within(0.02));
        assertThat(count.millisPerMegabyte()).isEqualTo(count.cpuMillisPerMegabyte());
        assertThat(count.baseMillis()).isCloseTo(289, within(1.0));
    }

    private static ScanPoint past(int megabytes, double millis, double cpuMillis) {
        return new ScanPoint(CostModel.T_1, "count", megabytes * 1_000_000L, 1, CostModel.PLAIN, 1, List.of(millis),
                millis, millis, cpuMillis, 0, ScanShape.FITTED);
    }

    @Test
    void whatAnIngestTakesIsFoundAgain() {
        CostModel.Ingest ingest = ModelFit.ingest(List.of(ingested(1), ingested(10), ingested(100)));

        assertThat(ingest.baseMillis()).isCloseTo(1000, within(0.1));
        assertThat(ingest.millisPerMegabyte()).isCloseTo(20, within(0.01));
        assertThat(ingest.baseCpuMillis()).isCloseTo(900, within(0.1));
        assertThat(ingest.cpuMillis(10)).isCloseTo(1600, within(1.0));
    }

    @Test
    void aNumberOfFilesIsHeldBackOnlyFromThoseWhoReadTheFiles() {
        assertThat(heldBack(ScanReader.LIVE, ScanShape.FILES)).isEqualTo("files");
        assertThat(heldBack(ScanReader.T_1, ScanShape.FILES)).isEmpty();
        assertThat(heldBack(ScanReader.ICEBERG, ScanShape.SIZE)).isEqualTo("size");
    }

    private static String heldBack(ScanReader reader, String kind) {
        return ScanPoint.of(reader, QUESTIONS.get(0), new ScanShape(1000, 2, Codec.PLAIN, kind), new Landed(1_000_000,
                1, Optional.empty()), List.of(new ScanPoint.Sample(1, 1, 1))).heldBack();
    }

    @Test
    void theReportTellsTheModelAndItsErrors() throws JsonProcessingException {
        ModelFit fit = new ModelFit(points(2), QUESTIONS);
        ScanReport report = new ScanReport("scan", "2026-11-30T10:00:00Z", "./freshet bench scan", "here", "476", "25",
                new Host("cpu", 4, 8, "os", 0.5), 5, 60, points(2), List.of(ingested(1)), fit.cores(), fit.lines(),
                ModelFit.ingest(List.of(ingested(1), ingested(10))), 120);

        assertThat(report.markdown()).contains("| 100.0 MB in 5 plain ", "| 60 + 3.00 MB + 0.50 files ",
                "| 50 % / 50 % of 1 ",
                "The model has not seen one size: it is off by 50 % at the median, 50 % at p95 of 2 points.",
                "one question", "A scan keeps 4 cores busy.", "Trino 476 (here)");
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.at("/points/0/millis")).hasSize(1);
        assertThat(json.at("/model/0/millisPerMegabyte").asDouble()).isCloseTo(3, within(0.01));
        assertThat(report.costModel().lines()).hasSize(3);
    }

    private static ScanReport.Ingested ingested(int megabytes) {
        return new ScanReport.Ingested(megabytes * 1_000_000L, 1, 1000 + 20 * megabytes, 500 + 20 * megabytes, 400 + 50
                * megabytes);
    }

    private static Line line(ModelFit fit, String question) {
        return fit.lines().stream().filter(line -> line.question().equals(question)).findFirst().orElseThrow();
    }

    /** @param unseen how many times as long what is held back takes */
    private static List<ScanPoint> points(double unseen) {
        List<ScanPoint> points = new ArrayList<>();
        for (ScanQuestion question : QUESTIONS) {
            points.add(point(question, 1, 1, ScanShape.FITTED, 1));
            points.add(point(question, 1, 100, ScanShape.FITTED, 1));
            points.add(point(question, 100, 5, ScanShape.FITTED, 1));
            points.add(point(question, 100, 100, ScanShape.FITTED, 1));
            points.add(point(question, 10, 1, ScanShape.SIZE, unseen));
        }
        return points;
    }

    private static ScanPoint point(ScanQuestion question, int megabytes, int files, String heldBack, double times) {
        double even = CostModel.evenMegabytes(CostModel.LIVE, CostModel.PLAIN, megabytes, files, CORES);
        double millis = (60 + (3 + question.columns()) * even + 0.5 * files) * times;
        return new ScanPoint(CostModel.LIVE, question.name(), megabytes * 1_000_000L, files, CostModel.PLAIN, 1, List
                .of(millis), millis, millis * 1.5, 20 + 4 * (3 + question.columns()) * megabytes + files, 0,
                question
                        .isHeldBack() ? ScanShape.QUESTION : heldBack);
    }
}
