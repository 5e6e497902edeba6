package dev.freshet.transform.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kept listing is the listing, as far as events go, and asks the storage for little. */
class KeptListingTest {
    private static final LandingPartition TODAY = LandingPartition.parse("2026-11-22");
    private static final String ROOT = "///landing/a";
    private static final String DAY = ROOT + "/dt=2026-11-22/";
    private static final DatasetSpec SPEC = SpecReader.parse("a.yaml", """
                                                                       dataset: a
                                                                       schema: b
                                                                       landing: {root: "local:///landing/a"}
                                                                       ingest: {every: PT1M}
                                                                       columns: {id: bigint}
                                                                       """);

    @TempDir
    private Path directory;
    private Path day;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final List<String> listed = new ArrayList<>();
    private final KeptListing listing = new KeptListing(SPEC);

    @BeforeEach
    void land() throws IOException {
        day = Files.createDirectories(directory.resolve("landing/a/dt=2026-11-22"));
        for (int i = 0; i < 300; i++) {
            land("%03d.json".formatted(i));
        }
        listing.trust(true);
    }

    /** An hour ago. */
    private Path land(String name) throws IOException {
        Path file = Files.writeString(day.resolve(name), "{}\n");
        return Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(3_600)));
    }

    private LandingZone zone() {
        LocalFileIO files = new LocalFileIO();
        files.initialize(Map.of(LocalFileIO.LOCATION, directory.toString()));
        return LandingZone.of(SPEC, (SupportsPrefixOperations) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{SupportsPrefixOperations.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("listPrefix")) {
                        listed.add(KeptListing.location((String) arguments[0]));
                    }
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** The names of today's files as an ingest gets them, and what it asked the storage for. */
    private List<String> names(List<String> asked) {
        listed.clear();
        List<RawFile> files = listing.during(zone(), () -> now, each -> each.of(TODAY, List.of())).files();
        asked.addAll(listed);
        return files.stream().map(file -> file.path().substring(file.path().lastIndexOf('/') + 1)).toList();
    }

    private List<String> asked() {
        List<String> asked = new ArrayList<>();
        List<String> names = names(asked);
        assertThat(names).isEqualTo(zone().list(TODAY).stream()
                .map(file -> file.path().substring(file.path().lastIndexOf('/') + 1)).toList());
        return asked;
    }

    @Test
    void anEventCostsOneLookUp() throws IOException {
        assertThat(asked()).containsExactly(ROOT + "/dt=2026-11-22");
        assertThat(asked()).isEmpty();
        land("new.json");
        assertThat(listing.told(DAY + "new.json")).isTrue();
        assertThat(listing.told(DAY + "new.json")).isTrue();
        assertThat(asked()).containsExactly(DAY + "new.json");
        Files.delete(day.resolve("new.json"));
        Files.writeString(day.resolve("007.json"), "{}\n{}\n");
        listing.told(DAY + "new.json");
        listing.told(DAY + "007.json");
        assertThat(asked()).containsExactlyInAnyOrder(DAY + "new.json", DAY + "007.json");
    }

    @Test
    void aFileIsLookedUpAgainForACommit() throws IOException {
        asked();
        RawFile file = zone().list(TODAY).get(7);
        Files.writeString(day.resolve("007.json"), "{}\n{}\n");
        listed.clear();
        Listed again = listing.during(zone(), () -> now, each -> each.of(TODAY, List.of(file)));
        assertThat(listed).containsExactly(DAY + "007.json");
        assertThat(again.files()).hasSize(300).doesNotContain(file);
        assertThat(again.at()).isEqualTo(now);
    }

    @Test
    void aFullListingFindsWhatNoEventToldOf() throws IOException {
        asked();
        land("lost.json");
        now = now.plus(KeptListing.LASTS).minusMillis(1);
        assertThat(names(new ArrayList<>())).doesNotContain("lost.json");
        assertThat(listing.listsAt()).contains(now.plusMillis(1));
        now = now.plusMillis(1);
        assertThat(asked()).containsExactly(ROOT + "/dt=2026-11-22");
        assertThat(listing.listsAt()).isEmpty();
        assertThat(asked()).hasSize(1);
        listing.told(DAY + "lost.json");
        asked();
        assertThat(listing.listsAt()).contains(now.plus(KeptListing.LASTS));
    }

    @Test
    void afterALossOrAFailureItListsInFull() throws IOException {
        asked();
        land("lost.json");
        listing.lost();
        assertThat(asked()).containsExactly(ROOT + "/dt=2026-11-22");
        land("new.json");
        listing.told(DAY + "new.json");
        assertThatThrownBy(() -> listing.during(zone(), () -> now, each -> {
            throw new IllegalStateException("Trino is gone");
        })).hasMessage("Trino is gone");
        assertThat(asked()).containsExactly(ROOT + "/dt=2026-11-22");
        assertThat(listing.listsAt()).contains(now.plus(KeptListing.LASTS));
    }

    @Test
    void aFloodOfEventsEndsInAFullListing() throws IOException {
        asked();
        land("lost.json");
        for (int i = 0; i <= KeptListing.MOST_TOLD; i++) {
            listing.told(DAY + "none-" + i + ".json");
        }
        assertThat(asked()).containsExactly(ROOT + "/dt=2026-11-22");
    }

    @Test
    void anEventDuringAnIngestIsForTheNextOne() throws IOException {
        listing.during(zone(), () -> now, each -> {
            each.of(TODAY, List.of());
            listing.told(DAY + "meanwhile.json");
            return null;
        });
        land("meanwhile.json");
        assertThat(asked()).containsExactly(DAY + "meanwhile.json");
    }

    @Test
    void manyChangesMakeAFullListingWorthIt() throws IOException {
        asked();
        for (int i = 0; i < 200; i += 2) {
            Files.writeString(day.resolve("%03d.json".formatted(i)), "{}\n{}\n");
            listing.told(DAY + "%03d.json".formatted(i));
            Files.writeString(day.resolve("%03d.json".formatted(i + 1)), "{}\n{}\n");
            listing.told(DAY + "%03d.json".formatted(i + 1));
            asked();
        }
        now = now.plus(Duration.ofSeconds(59));
        assertThat(asked()).isEmpty();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(asked()).containsExactly(ROOT + "/dt=2026-11-22");
    }

    @Test
    void eventsOfOtherFilesAreIgnored() {
        asked();
        for (String other : List.of(ROOT + "b/dt=2026-11-22/a.json", "//bucket/landing/a/dt=2026-11-22/a.json",
                DAY + ".a.json", DAY + "_tmp/a.json", DAY + "below/a.json", DAY, ROOT, ROOT + "/a.json",
                ROOT + "/dt=2026-11-21/a.json", ROOT + "/dt=2026-13-22/a.json")) {
            assertThat(listing.told(other)).as(other).isFalse();
        }
        assertThat(KeptListing.location("s3a://bucket/a")).isEqualTo("//bucket/a");
    }
}
