package dev.freshet.spec.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static final Instant AT = Instant.parse("2026-11-25T00:05:00.123Z");

    private static String text(String more) {
        DatasetSpec spec = SpecReader.parse("x.yaml", """
                                                      dataset: x
                                                      schema: y
                                                      landing: {root: "local:///x"}
                                                      time_zone: Europe/Berlin
                                                      columns: {at: timestamp(6) with time zone}
                                                      freshness: PT15M
                                                      """ + more);
        // As SHOW CREATE VIEW returns it.
        return "CREATE VIEW lake.y.x COMMENT '%s text=0123456789abcdef' SECURITY INVOKER AS\nSELECT 1 WHERE (landed_on < DATE '2026-11-25')"
                .formatted(spec.publication(boundary("2026-11-25"), AT, LandingPartition.parse("2026-11-29"),
                        Optional.of(boundary("2026-11-24"))).comment());
    }

    private static Boundary boundary(String day) {
        return new Boundary(LandingPartition.parse(day));
    }

    @Test
    void aPublicationIsReadFromTheViewText() {
        assertThat(Publication.read(text(""))).contains(new Publication(boundary("2026-11-25"),
                ZoneId.of("Europe/Berlin"), Freshness.parse("PT15M"), AT,
                Optional.of(new Publication.Tail(LandingPartition.parse("2026-11-29"), Duration.ofDays(3))),
                Optional.of(boundary("2026-11-24")), Optional.empty(), Optional.empty()));
        assertThat(Publication.read(text("event_time: at\nallowed_lateness: P2D\n")).orElseThrow().lateness())
                .contains(new Publication.Lateness("at", Duration.ofDays(2)));
    }

    @Test
    void aRollbackAnnouncementReplacesTheLastAndChangesNothingElse() {
        String first = Publication.rollingBack(text(""), boundary("2026-11-24"));
        String second = Publication.rollingBack(first, boundary("2026-11-23"));
        assertThat(Publication.read(first).orElseThrow().rollingBackTo()).contains(boundary("2026-11-24"));
        assertThat(Publication.read(second).orElseThrow().rollingBackTo()).contains(boundary("2026-11-23"));
        assertThat(second).isEqualTo(text("").replace("view; ", "view; rolling_back_to=2026-11-23 "));
    }

    @Test
    void aForeignViewHasNoPublication() {
        assertThat(Publication.read("CREATE VIEW a.b.c AS SELECT 1")).isEmpty();
        assertThat(Publication.read(text("").replace("time_zone=", "zone="))).isEmpty();
        assertThat(Publication.read(text("").replace("Europe/Berlin", "Europe/Atlantis"))).isEmpty();
        assertThat(Publication.read(text("").replace("DATE", ""))).isEmpty();
    }
}
