package dev.freshet.benchmarks.transform;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What most batches in Java do: a thread per core reads raw files with Jackson, sorts rows as objects, writes them. */
record PeerWriter(RawDay day, PeerFiles files, Values values) implements DayWriter {
    @Override
    public void write() throws Exception {
        Queue<Path> left = new ConcurrentLinkedQueue<>(day.files());
        int threads = Math.min(left.size(), Runtime.getRuntime().availableProcessors());
        List<Future<?>> parts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int part = 0; part < threads; part++) {
                SortedRows rows = new SortedRows(day.spec(), files, part);
                parts.add(pool.submit(() -> read(left, rows)));
            }
        }
        for (Future<?> part : parts) {
            part.get();
        }
    }

    private Void read(Queue<Path> left, SortedRows rows) throws Exception {
        RowReader reader = new RowReader(day.spec().columns(), files.schema(), values);
        for (Path file = left.poll(); file != null; file = left.poll()) {
            try (InputStream in = RawFileStream.open(file)) {
                reader.read(in, rows::add);
            }
            rows.endFile();
        }
        rows.flush();
        return null;
    }
}
