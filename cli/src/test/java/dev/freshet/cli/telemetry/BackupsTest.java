package dev.freshet.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.json.LineRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackupsTest {
    @Test
    void theSpecIsValid() {
        DatasetSpec spec = Backups.spec();

        assertThat(spec.name()).isEqualTo("backups");
        assertThat(spec.schema()).isEqualTo("telemetry");
        assertThat(spec.landing().root()).isEqualTo("local:///landing/backups");
        assertThat(spec.columns()).hasSize(13);
        assertThat(spec.eventTime()).contains("event_time");
    }

    @Test
    void aDatasetOfAnotherNameHasItsOwnLandingZone() {
        DatasetSpec spec = Backups.spec("backups_two");

        assertThat(spec.name()).isEqualTo("backups_two");
        assertThat(spec.landing().root()).isEqualTo("local:///landing/backups_two");
        assertThat(spec.columns()).isEqualTo(Backups.spec().columns());
    }

    @Test
    void brokenLinesExpectTheReasonsOfTheRules() {
        Stream<String> required = Backups.spec().columns().stream().filter(Column::required)
                .map(LineRule::reason);
        List<String> words = Stream
                .concat(Stream.of(LineRule.WHOLE.reason(), LineRule.NO_ARRAY.reason()), required).toList();

        assertThat(Stream.of(BrokenLine.values()).map(BrokenLine::reason).distinct()).containsExactlyElementsOf(words);
    }
}
