package dev.freshet.cli.serve;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import dev.freshet.cli.serve.Events.Source;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.Layout;
import dev.freshet.transform.landing.KeptListing;
import java.io.File;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches landing roots on this machine's disk, with the directories below that a tail may still have. */
public final class DirectoryWatch implements AutoCloseable {
    /** Older landing partitions are not watched: the system allows only so many directories. */
    private static final Duration RECENT = Duration.ofDays(8);
    private static final Logger log = LoggerFactory.getLogger(DirectoryWatch.class);

    private final WatchService service;
    private final Events events;
    private final Map<WatchKey, Watched> watched = new HashMap<>();

    /** A landing root on disk. */
    public record Root(Path directory, DatasetSpec spec, Layout.PlaceFinder places) {
        public Root(Path directory, DatasetSpec spec) {
            this(directory, spec, spec.landing().layout().finder());
        }

        private String below(Path path) {
            return directory.relativize(path).toString().replace(File.separatorChar, '/');
        }

        private String file(Path path) {
            return KeptListing.location(spec.landing().root()) + "/" + below(path);
        }

        private boolean isOld(Path path) {
            return places.of(below(path) + "/file").filter(place -> place.partition().startsAt(spec.zone())
                    .isBefore(Instant.now().minus(RECENT))).isPresent();
        }
    }

    private record Watched(Path directory, Root root) {
        boolean isOld() {
            return root.isOld(directory);
        }
    }

    /** @throws IOException if a root does not exist, or the system allows no more directories */
    public DirectoryWatch(List<Root> roots, Events events) throws IOException {
        this.events = events;
        this.service = roots.get(0).directory().getFileSystem().newWatchService();
        for (Root root : roots) {
            if (!Files.isDirectory(root.directory())) {
                throw new NoSuchFileException(root.directory().toString());
            }
            add(root.directory(), root, false);
        }
        Thread.ofPlatform().daemon().name("freshet-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                WatchKey key = service.take();
                Watched place = watched.get(key);
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (place != null) {
                        take(event, place);
                    }
                }
                if (!key.reset() && watched.remove(key) != null && place.directory().equals(place.root().directory())) {
                    log.warn("{} is gone, and is watched no more (start serve again)", place.directory());
                    events.lost(Source.WATCH);
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            log.debug("the watch ends", e);
        }
    }

    private void take(WatchEvent<?> event, Watched place) {
        try {
            if (event.kind() == OVERFLOW) {
                add(place.root().directory(), place.root(), false);
                events.lost(Source.WATCH);
                return;
            }
            Path path = place.directory().resolve((Path) event.context());
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                events.file(Source.WATCH, place.root().file(path));
            } else if (event.kind() == ENTRY_CREATE) {
                watched.entrySet().removeIf(entry -> {
                    boolean isOld = entry.getValue().isOld();
                    if (isOld) {
                        entry.getKey().cancel();
                    }
                    return isOld;
                });
                add(path, place.root(), true);
            }
        } catch (IOException e) {
            log.warn("cannot watch {}: {}", place.directory(), e.toString());
            events.lost(Source.WATCH);
        }
    }

    /** @param tell whether files that are in the directory already are news */
    private void add(Path start, Root root, boolean tell) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                boolean isHidden = directory.getFileName().toString().matches("[._].*");
                if (!directory.equals(root.directory()) && (isHidden || root.isOld(directory))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                watched.put(directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE),
                        new Watched(directory, root));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (tell) {
                    events.file(Source.WATCH, root.file(file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            log.debug("cannot close the watch", e);
        }
    }
}
