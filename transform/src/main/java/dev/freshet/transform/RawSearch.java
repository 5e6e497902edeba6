package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.Condition;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.CutLines;
import dev.freshet.transform.landing.LandingContents;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import dev.freshet.transform.landing.UnreadableFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * Finds the lines of raw files that an erasure removes: rows that the condition selects, and rejects that contain its
 * values, because they might belong to the same person. Several threads read.
 */
final class RawSearch {
    private final Dataset dataset;
    private final Condition condition;
    private final ConcurrentLinkedQueue<String> unread = new ConcurrentLinkedQueue<>();
    private long total;
    private long done;

    RawSearch(Dataset dataset, Condition condition) {
        this.dataset = dataset;
        this.condition = condition;
    }

    /**
     * @param files those in landing partitions that can be read
     * @param notSearched the other files below the landing root, for people
     */
    record Result(List<File> files, List<String> notSearched) {
        Stream<File> toCut() {
            return files.stream().filter(file -> !file.cut().isEmpty());
        }
    }

    /**
     * A raw file.
     *
     * @param rows how many stay
     * @param rejects how many stay
     * @param cutRows how many rows are to be cut out
     * @param cutRejects how many rejects are to be cut out
     * @param naming how many of the rows that stay name the values, too
     */
    record File(LandingPartition landed, CutLines cut, long rows, long rejects, long cutRows, long cutRejects,
            long naming) {
        String path() {
            return cut.file().path();
        }
    }

    Result of(LandingContents landed) {
        total = landed.partitions().values().stream().flatMap(List::stream).mapToLong(RawFile::bytes).sum();
        List<File> files = landed.partitions().entrySet().stream()
                .flatMap(day -> day.getValue().stream().map(file -> new Landed(day.getKey(), file))).toList()
                .parallelStream().flatMap(each -> search(each).stream()).toList();
        return new Result(files, Stream.of(
                unread.stream().sorted().map(path -> path + ", which cannot be read"),
                landed.notRead().stream().map(some -> "%d files %s, such as %s".formatted(some.files(),
                        some.reason().text(dataset.spec().landing()), some.first().get(0))),
                Stream.of(landed.hidden()).filter(hidden -> hidden > 0)
                        .map(hidden -> hidden + " files under names that start with . or _"))
                .flatMap(some -> some).toList());
    }

    private record Landed(LandingPartition partition, RawFile file) {}

    private Optional<File> search(Landed landed) {
        announce(0);
        RawFile file = landed.file;
        try (RawLines lines = dataset.landing().open(file)) {
            if (file.isLink()) {
                unread.add(file.path());
            }
            return Optional.of(search(landed, lines));
        } catch (UnreadableFileException e) {
            unread.add(file.path());
            return Optional.empty();
        } catch (NotFoundException e) { // deleted since it was listed
            return Optional.empty();
        } finally {
            announce(file.bytes());
        }
    }

    private synchronized void announce(long bytes) {
        done += bytes;
        dataset.progress().at(Step.LIST, "searching raw files", done, total);
    }

    private File search(Landed landed, RawLines lines) {
        RawFile file = landed.file;
        LineMapper mapper = new LineMapper(dataset.spec(), landed.partition);
        CutLines.Builder cut = new CutLines.Builder(file);
        long rows = 0;
        long rejects = 0;
        long cutRows = 0;
        long cutRejects = 0;
        long naming = 0;
        while (lines.advance()) {
            String line = lines.text();
            boolean isNamed = condition.isNamedIn(line);
            boolean isCut = false;
            switch (mapper.map(line, file.path())) {
                case LineMapper.Result.Row row -> {
                    isCut = condition.selects(row.values());
                    cutRows += isCut ? 1 : 0;
                    rows += isCut ? 0 : 1;
                    naming += isNamed && !isCut ? 1 : 0;
                }
                case LineMapper.Result.Reject reject -> {
                    isCut = isNamed;
                    cutRejects += isCut ? 1 : 0;
                    rejects += isCut ? 0 : 1;
                }
                case LineMapper.Result.Blank blank -> {
                }
            }
            cut.add(lines, isCut);
        }
        return new File(landed.partition, cut.build(), rows, rejects, cutRows, cutRejects, naming);
    }
}
