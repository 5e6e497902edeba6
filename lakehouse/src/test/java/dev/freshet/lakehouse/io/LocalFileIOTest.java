package dev.freshet.lakehouse.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
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

    @Test
    void aFileIsVisibleOnceItIsComplete(@TempDir Path root) throws IOException {
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, root.toString()));
        OutputFile file = io.newOutputFile("local:///day/a.json");
        try (PositionOutputStream out = file.create()) {
            out.write(new byte[]{1, 2, 3});
            assertThat(out.getPos()).isEqualTo(3);
            out.flush();
            assertThat(root.resolve("day/a.json")).doesNotExist();
            try (Stream<Path> files = Files.list(root.resolve("day"))) {
                assertThat(files).allMatch(each -> each.getFileName().toString().startsWith("."));
            }
        }
        assertThat(root.resolve("day/a.json")).hasBinaryContent(new byte[]{1, 2, 3});
        assertThatThrownBy(file::create).isInstanceOf(AlreadyExistsException.class);
        try (PositionOutputStream out = file.createOrOverwrite()) {
            out.write(4);
        }
        assertThat(root.resolve("day/a.json")).hasBinaryContent(new byte[]{4});
        assertThat(io.listPrefix("local:///day/")).hasSize(1);
    }

    private static Void create(LocalFileIO io, String location, CyclicBarrier barrier) throws Exception {
        barrier.await();
        try (OutputStream out = io.newOutputFile(location).create()) {
            out.write(1);
        }
        return null;
    }
}
