package dev.freshet.transform.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.spec.sql.Hot;
import dev.freshet.transform.landing.RawFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotFilesTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");

    private static RawFile file(String path, int minute, long bytes) {
        return new RawFile(path, bytes, MIDNIGHT.plusSeconds(60L * minute));
    }

    /** One file a minute, with names in the order of time. */
    private static List<RawFile> inOrder(int count) {
        return IntStream.range(0, count).mapToObj(i -> file("a/%05d.json".formatted(i), i, 1)).toList();
    }

    private static Set<String> paths(List<RawFile> files) {
        return files.stream().map(RawFile::path).collect(Collectors.toSet());
    }

    @Test
    void fewFilesAreNamedOneByOne() {
        List<RawFile> files = inOrder(HotFiles.MOST);
        assertThat(HotFiles.through(files, Duration.ZERO, paths(files), Optional.empty())).isEmpty();
    }

    @Test
    void oneNameStandsForAllOlderFiles() {
        List<RawFile> files = inOrder(2_000);
        assertThat(HotFiles.choose(files, Duration.ZERO, Set.of(), files, Optional.empty())).isEqualTo(files);
        assertThat(HotFiles.through(files, Duration.ZERO, paths(files), Optional.empty())).contains("a/01989.json"); // ten minutes before the last
    }

    /** What has landed since is unknown, so its name must stay visible. */
    @Test
    void anOldListingHidesNoNewerName() {
        List<RawFile> files = inOrder(2_000);
        assertThat(HotFiles.through(files, Duration.ofMinutes(5), paths(files), Optional.empty()))
                .contains("a/01984.json");
    }

    @Test
    void aFileThatIsNotHotIsNeverHidden() {
        List<RawFile> files = inOrder(2_000);
        Set<String> hot = paths(files);
        hot.remove("a/00700.json");
        assertThat(HotFiles.through(files, Duration.ZERO, hot, Optional.empty())).contains("a/00699.json");
        hot.remove("a/00000.json");
        assertThat(HotFiles.through(files, Duration.ZERO, hot, Optional.empty())).isEmpty();
    }

    @Test
    void filesWithoutOrderBecomeHotOnlyAsLongAsTheyCanBeNamed() {
        Random random = new Random(7);
        List<RawFile> files = new ArrayList<>();
        for (int minute = 0; minute < 1_440; minute++) {
            files.add(file("a/" + new UUID(random.nextLong(), random.nextLong()), minute, random.nextInt(1_000)));
        }
        List<RawFile> chosen = HotFiles.choose(files, Duration.ZERO, Set.of(), files, Optional.empty());
        assertThat(chosen).hasSize(HotFiles.MOST);
        long smallest = chosen.stream().mapToLong(RawFile::bytes).min().orElseThrow();
        assertThat(files).filteredOn(file -> file.bytes() > smallest).allMatch(chosen::contains);
        assertThat(HotFiles.through(files, Duration.ZERO, paths(chosen), Optional.empty())).isEqualTo(Optional.empty());
        List<RawFile> rest = new ArrayList<>(files);
        rest.removeAll(chosen);
        assertThat(HotFiles.choose(files, Duration.ZERO, paths(chosen), rest, Optional.empty())).isEmpty();
    }

    @Test
    void pathsAreComparedLikeTrinoComparesThem() {
        List<RawFile> files = new ArrayList<>(inOrder(1_000));
        files.add(file("a/\uFF21.json", 1_500, 1));
        files.add(file("a/😀.json", 2_000, 1)); // after the other in UTF-8, before it in UTF-16
        Set<String> hot = new HashSet<>(paths(files));
        hot.remove("a/😀.json");
        assertThat(HotFiles.through(files, Duration.ZERO, hot, Optional.empty())).contains("a/\uFF21.json");
    }

    /** One file a minute: when there are too many to name, a new one may have any name. */
    @Test
    void noFileIsHiddenAmongNamesWithoutOrder() {
        Random random = new Random(5);
        List<RawFile> files = new ArrayList<>();
        Set<String> hot = new HashSet<>();
        for (int minute = 0; minute < 700; minute++) {
            files.add(file("a/" + new UUID(random.nextLong(), random.nextLong()), minute, 1));
            List<RawFile> more = files.stream().filter(file -> !hot.contains(file.path())).toList();
            hot.addAll(paths(HotFiles.choose(files, Duration.ZERO, hot, more, Optional.empty())));
            assertThat(HotFiles.through(files, Duration.ZERO, hot, Optional.empty())).isEmpty();
        }
        assertThat(hot).hasSize(HotFiles.MOST);
    }

    /** Thousands of files at once tell nothing about the name of the next. */
    @Test
    void aBulkLoadIsNoOrder() {
        Random random = new Random(3);
        List<RawFile> files = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            files.add(file("a/" + new UUID(random.nextLong(), random.nextLong()), 0, 1));
        }
        assertThat(HotFiles.through(files, Duration.ZERO, paths(files), Optional.empty())).isEmpty();
        files.add(file("a/8", 30, 1));
        assertThat(HotFiles.through(files, Duration.ZERO, paths(files), Optional.empty())).isEmpty();
    }

    /** Sixty files a minute, some of them with an old name: one in a thousand, and one in two hundred. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 200})
    void eachIngestShowsWhatIsHiddenAndNamesFewFiles(int oneIn) {
        Random random = new Random(11);
        List<RawFile> files = new ArrayList<>();
        Set<String> hot = new HashSet<>();
        Optional<String> through = Optional.empty();
        for (int minute = 0; minute < 60; minute++) {
            for (int i = 0; i < 60; i++) {
                int named = random.nextInt(oneIn) == 0 ? random.nextInt(minute + 1) : minute;
                files.add(file("a/%05d-%05d.json".formatted(named, files.size()), minute, 1));
            }
            List<RawFile> more = files.stream().filter(file -> !hot.contains(file.path())).toList();
            hot.addAll(paths(HotFiles.choose(files, Duration.ZERO, hot, more, through)));
            through = HotFiles.through(files, Duration.ZERO, hot, through);
            Optional<String> last = through;
            assertThat(files).filteredOn(
                    file -> last.filter(path -> Hot.ORDER.compare(file.path(), path) <= 0).isPresent())
                    .allMatch(file -> hot.contains(file.path()));
            assertThat(hot.stream().filter(
                    path -> last.filter(x -> Hot.ORDER.compare(path, x) <= 0).isEmpty()).count())
                    .isLessThanOrEqualTo(HotFiles.MOST);
        }
        assertThat(hot).hasSizeGreaterThan(45 * 60);
    }
}
