package dev.freshet.cli.local;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.StartProgress;
import dev.freshet.transform.connect.LakehouseException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** The process that runs a local lakehouse. */
public final class Host {
    /**
     * The system releases this lock when the process ends, however it ends. The field is static, because an
     * unreferenced channel would be closed and unlocked.
     */
    private static FileChannel lock;

    private Host() {}

    /**
     * Starts the lakehouse, writes its file and waits until a signal ends the process.
     *
     * @param options with the same directory
     * @param started called when queries are served
     */
    public static void run(LakehouseDirectory directory, LocalLakehouse.Options options,
            StartProgress progress,
            Runnable started) {
        try {
            Files.createDirectories(directory.path());
            lock = FileChannel.open(directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                lock.close();
                throw new LakehouseException(
                        "Cannot start a lakehouse in %s: another one lives there (stop it with ./freshet down)"
                                .formatted(directory.path()));
            }
            directory.forget();
            directory.claim();
        } catch (IOException e) {
            throw new LakehouseException("Cannot start a lakehouse in %s: %s".formatted(directory.path(), e), e);
        }
        LocalLakehouse lakehouse = LocalLakehouse.start(options, progress);
        // Commands find the lakehouse from here on, until it begins to shut down.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> unpublish(directory), "freshet-unpublish"));
        publish(directory, lakehouse.properties());
        started.run();
        await();
    }

    /**
     * Writes the file atomically, because others wait for it, and readable for its owner only, because it holds a
     * password.
     */
    private static void publish(LakehouseDirectory directory, Properties properties) {
        Path writing = directory.file().resolveSibling("lakehouse.properties.new");
        try {
            Files.deleteIfExists(writing);
            Files.createFile(writing, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
                    "rw-------")));
            try (OutputStream out = Files.newOutputStream(writing)) {
                properties.store(out, "Written by freshet up. Valid while that lakehouse runs.");
            }
            Files.move(writing, directory.file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LakehouseException("Cannot write %s: %s".formatted(directory.file(), e), e);
        }
    }

    private static void unpublish(LakehouseDirectory directory) {
        try {
            Files.deleteIfExists(directory.file());
        } catch (IOException e) {
            // The next reader of the file will get "cannot reach Trino".
        }
    }

    private static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
