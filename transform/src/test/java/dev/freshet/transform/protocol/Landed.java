package dev.freshet.transform.protocol;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Records what has landed, independently of the code under test: each raw file with every version of its content. */
final class Landed {
    static final String ROOT = "local:///landing/d";

    /** How a file's content changes. */
    enum Change {
        NEW,
        /** Appends rows. */
        GROWN,
        /** Replaces all rows. */
        REPLACED,
        /** Replaces all rows with the same size and time, so that a listing shows no change. */
        REWRITTEN
    }

    /**
     * One version of a file's content.
     *
     * @param segment the number of replacements so far; appending stays in the same segment
     * @param step the step of the world in which it was written
     */
    record Version(int number, Change change, int segment, long step, TreeSet<String> rows, TreeSet<String> rejects) {
        byte[] bytes() {
            return (String.join("\n", Stream.concat(rows.stream().map("{\"id\":%s}"::formatted), rejects.stream())
                    .toList()) + "\n").getBytes(StandardCharsets.UTF_8);
        }

        TreeSet<String> of(Kind kind) {
            return kind == Kind.ROWS ? rows : rejects;
        }
    }

    /** The two tables of a dataset. */
    enum Kind {
        ROWS,
        REJECTS
    }

    /** A raw file, named by its number. */
    static final class File {
        private final int number;
        private final LocalDate day;
        private final boolean poisonous;
        private final List<Version> versions = new ArrayList<>();
        private long deletedIn = Long.MAX_VALUE;

        private File(int number, LocalDate day, boolean poisonous) {
            this.number = number;
            this.day = day;
            this.poisonous = poisonous;
        }

        int number() {
            return number;
        }

        LocalDate day() {
            return day;
        }

        boolean isPoisonous() {
            return poisonous;
        }

        String path() {
            return directory(day) + "/f" + number + (poisonous ? ProcessFiles.DENIED : ".json");
        }

        List<Version> versions() {
            return Collections.unmodifiableList(versions);
        }

        Version last() {
            return versions.get(versions.size() - 1);
        }

        boolean isDeleted() {
            return deletedIn != Long.MAX_VALUE;
        }

        /** The step in which it was deleted; {@code Long.MAX_VALUE} if it exists. */
        long deletedIn() {
            return deletedIn;
        }

        boolean existedIn(long step) {
            return versions.get(0).step() < step && step <= deletedIn;
        }

        /** The last version written before a step. */
        Version at(long step) {
            return versions.stream().filter(version -> version.step() < step).reduce((a, b) -> b).orElseThrow();
        }

        private void add(Change change, int rows, int rejects, long step) {
            int version = versions.size();
            TreeSet<String> rowKeys = new TreeSet<>();
            TreeSet<String> rejectKeys = new TreeSet<>();
            if (change == Change.GROWN) {
                rowKeys.addAll(last().rows());
                rejectKeys.addAll(last().rejects());
            }
            IntStream.range(0, rows).forEach(i -> rowKeys.add(key(version, i)));
            IntStream.range(0, rejects).forEach(i -> rejectKeys.add("broken " + key(version, i)));
            int segment = version == 0 ? 0 : change == Change.GROWN ? last().segment() : last().segment() + 1;
            versions.add(new Version(version, change, segment, step, rowKeys, rejectKeys));
        }

        /** Always has the same number of digits, so that a rewritten file has the same size. */
        private String key(int version, int row) {
            return String.valueOf(10_000_000L + number * 10_000L + version * 100L + row);
        }
    }

    private final Map<Integer, File> files = new LinkedHashMap<>();

    static String directory(LocalDate day) {
        return ROOT + "/dt=" + day;
    }

    File land(int number, LocalDate day, int rows, int rejects, boolean poisonous, long step) {
        File file = new File(number, day, poisonous);
        file.add(Change.NEW, rows, rejects, step);
        files.put(number, file);
        return file;
    }

    void change(File file, Change change, long step) {
        int rows = change == Change.REWRITTEN ? file.last().rows().size() : 1;
        int rejects = change == Change.REWRITTEN ? file.last().rejects().size() : 0;
        file.add(change, rows, rejects, step);
    }

    void delete(File file, long step) {
        file.deletedIn = step;
    }

    Collection<File> files() {
        return files.values();
    }

    /** The file with that number; null if it has not landed. */
    File file(int number) {
        return files.get(number);
    }

    /** The file of a row or a reject; null if it is unknown. */
    File owner(String key) {
        long number = (Long.parseLong(key.replaceFirst("broken ", "")) - 10_000_000L) / 10_000L;
        return files.get((int) number);
    }
}
