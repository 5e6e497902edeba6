package dev.freshet.benchmarks.transform;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a day several times in a JVM of its own. The first time is cold; its files stay if it is the only one.
 *
 * @param work where files of the fork go
 */
record WriteFork(WorkDirectory work, RawDay day) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @return what each time took */
    List<Cost> run(Contender contender, int times, Path out) {
        Path result = work.path().resolve("costs.json");
        work.fork(WriteFork.class, contender.toString(), day.root().toString(), out.toString(),
                String.valueOf(times), result.toString());
        try {
            return List.of(JSON.readValue(result.toFile(), Cost[].class));
        } catch (IOException e) {
            throw new BenchException("Cannot read what %s took: %s".formatted(contender, e.getMessage()), e);
        }
    }

    /** The fork. */
    public static void main(String[] args) throws Exception {
        WorkDirectory.endWithParent();
        Contender contender = Contender.parse(args[0]);
        Path out = Files.createDirectories(Path.of(args[2]));
        RawDay day = RawDay.open(Path.of(args[1]));
        List<Cost> costs = new ArrayList<>();
        DayWriter[] writer = new DayWriter[1];
        costs.add(Cost.of(() -> {
            writer[0] = contender.writer(day, out);
            writer[0].write();
        }));
        while (costs.size() < Integer.parseInt(args[3])) {
            deleteFiles(out);
            System.gc(); // each time begins alike
            costs.add(Cost.of(writer[0]::write));
        }
        JSON.writeValue(Path.of(args[4]).toFile(), costs);
    }

    private static void deleteFiles(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".parquet")).toList()) {
                Files.delete(file);
            }
        }
    }
}
