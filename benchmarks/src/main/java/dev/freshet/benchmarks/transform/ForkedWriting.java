package dev.freshet.benchmarks.transform;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.BenchException;
import dev.freshet.lakehouse.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A contender in a JVM of its own. */
record ForkedWriting(WorkDirectory work, RawDay day, Contender contender) implements Writing {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<Cost> write(int times) throws IOException {
        clear();
        Path result = work.path().resolve("costs.json");
        work.fork(ForkedWriting.class, contender.toString(), day.root().toString(),
                day.specFile().toString(), out().toString(), String.valueOf(times), result.toString());
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
        RawDay day = RawDay.open(Path.of(args[1]), Path.of(args[2]));
        Path out = Files.createDirectories(Path.of(args[3]));
        List<Cost> costs = new ArrayList<>();
        DayWriter[] writer = new DayWriter[1];
        costs.add(Cost.of(() -> {
            writer[0] = contender.writer(day, out);
            writer[0].write();
        }));
        while (costs.size() < Integer.parseInt(args[4])) {
            deleteFiles(out);
            System.gc(); // so that each time begins alike
            costs.add(Cost.of(writer[0]::write));
        }
        JSON.writeValue(Path.of(args[5]).toFile(), costs);
    }

    private static void deleteFiles(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".parquet")).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public boolean isInNewProcess() {
        return true;
    }

    @Override
    public Content content() {
        return new ContentReader(day.spec(), out()).read();
    }

    @Override
    public void clear() throws IOException {
        Directories.delete(out());
    }

    private Path out() {
        return day.root().resolve("out-" + contender);
    }
}
