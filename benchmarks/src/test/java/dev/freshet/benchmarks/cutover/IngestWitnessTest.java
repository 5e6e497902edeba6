package dev.freshet.benchmarks.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.core.Names;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The witness sees what is wrong if one safeguard of the views is removed while ingests go on. */
@Tag("slow")
class IngestWitnessTest {
    /** The tail's predicate as Trino shows it. */
    private static final Pattern HOT_FILES = Pattern.compile("\\(NOT \\(\"\\$path\" IN \\([^)]*\\)\\)\\)");
    private static final CutOverOptions OPTIONS = CutOverOptions.DEFAULT
            .withPatterns(List.of(CutOverOptions.Subject.FRESHET)).withCutOvers(3).withReaders(2).withFiles(6, 20)
            .withIngest(Duration.ofMillis(500));

    @Test
    void aTailThatDoesNotLeaveOutTheHotFilesIsSeen() throws InterruptedException {
        CutOverReport.Result result = watch(text -> HOT_FILES.matcher(text).replaceAll("true"));
        assertThat(result.reads(ReadClass.DUPLICATE)).as(result.examples().toString()).isPositive();
        assertThat(result.footprints().get(2).hot().snapshots()).isPositive();
        assertThat(result.footprints().get(2).hot().viewText()).isPositive();
    }

    /** @param removal what it makes of the live view's text after each ingest */
    private static CutOverReport.Result watch(UnaryOperator<String> removal) throws InterruptedException {
        LakehouseConfig config = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());
        SimulatedClock clock = new SimulatedClock(LocalDate.of(2001, 1, 1));
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config)) {
            Broken pattern = new Broken(new FreshetPattern(Dataset.spec("ingest_witness",
                    "local:///landing/bench_cutover/ingest_witness", Dataset.RETIRE_AFTER), lakehouse, clock, true),
                    removal);
            pattern.prepare();
            try {
                return new Witness(pattern, clock, lakehouse, config, OPTIONS, BenchProgress.NONE).watch();
            } finally {
                pattern.remove();
            }
        }
    }

    private record Broken(FreshetPattern whole, UnaryOperator<String> removal) implements ServingPattern {
        @Override
        public void ingest() {
            whole.ingest();
            Names names = whole.lakehouse().names(whole.spec());
            try (Statement statement = whole.lakehouse().trino().createStatement()) {
                String text;
                try (ResultSet row = statement.executeQuery("SHOW CREATE VIEW " + names.liveView())) {
                    row.next();
                    text = row.getString(1);
                }
                String broken = removal.apply(text);
                if (!broken.equals(text)) {
                    statement.execute(broken.replaceFirst("CREATE VIEW", "CREATE OR REPLACE VIEW"));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public DatasetSpec spec() {
            return whole.spec();
        }

        @Override
        public boolean goesBack() {
            return whole.goesBack();
        }

        @Override
        public List<Way> ways(int reader) {
            return whole.ways(reader);
        }

        @Override
        public void prepare() {
            whole.prepare();
        }

        @Override
        public void run(CutOverWatch watch) {
            whole.run(watch);
        }

        @Override
        public void repair(CutOverWatch watch) {
            whole.repair(watch);
        }

        @Override
        public void rollBack(CutOverWatch watch) {
            whole.rollBack(watch);
        }

        @Override
        public void maintain() {
            whole.maintain();
        }

        @Override
        public void remove() {
            whole.remove();
        }
    }
}
