package dev.freshet.lakehouse.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileIOTest {
    @Test
    void twoThreadsCanCreateTheFirstFilesOfADirectoryAtOnce(@TempDir Path root) throws Exception {
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, root.toString()));
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 500; i++) {
                String directory = "local:///new" + i + "/deep/";
                Future<?> one = threads.submit(() -> create(io, directory + "a", barrier));
                Future<?> other = threads.submit(() -> create(io, directory + "b", barrier));
                one.get();
                other.get();
            }
        }
        assertThat(io.listPrefix("local:///")).hasSize(1000);
    }

    private static Void create(LocalFileIO io, String location, CyclicBarrier barrier) throws Exception {
        barrier.await();
        try (OutputStream out = io.newOutputFile(location).create()) {
            out.write(1);
        }
        return null;
    }
}
