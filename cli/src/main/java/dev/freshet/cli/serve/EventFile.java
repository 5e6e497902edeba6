package dev.freshet.cli.serve;

import dev.freshet.cli.serve.Events.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads event notifications from a file as another program appends them, one a line. Begins at the end of the file, and
 * goes on when it is truncated or replaced, like {@code tail -F}.
 */
public final class EventFile implements AutoCloseable {
    private static final long POLL_MILLIS = 200;
    private static final Logger log = LoggerFactory.getLogger(EventFile.class);

    private final Path path;
    private final Events events;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Thread thread;
    private SeekableByteChannel open;
    private Object key;
    private boolean isTooLong;
    private boolean isFailing;

    /** @throws IOException if there is such a file, but it cannot be read */
    public EventFile(Path path, Events events) throws IOException {
        this.path = path;
        this.events = events;
        if (Files.isDirectory(path) || !Files.isDirectory(path.toAbsolutePath().getParent())) {
            throw new IOException("it must be a file in a directory that exists");
        }
        open();
        if (open != null) {
            open.position(open.size());
        }
        thread = Thread.ofPlatform().daemon().name("freshet-events-file").start(this::follow);
    }

    private void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                read();
                Thread.sleep(POLL_MILLIS);
                isFailing = false;
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    private void failed(IOException e) {
        if (!isFailing) {
            isFailing = true;
            log.warn("cannot read {}: {}", path, e.toString());
            events.lost(Source.FILE);
        }
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws IOException {
        if (open != null) {
            if (open.size() < open.position()) {
                open.position(0);
                line.reset();
            }
            while (open.read(buffer.clear()) > 0) {
                take(buffer.flip());
            }
        }
        if (open == null || !key().equals(key)) {
            closeFile();
            open();
        }
    }

    /** Opens the file that has this name now. A missing file is tried again later. */
    private void open() throws IOException {
        try {
            key = key();
            open = Files.newByteChannel(path);
        } catch (NoSuchFileException e) {
            open = null;
        }
    }

    private Object key() throws IOException {
        try {
            Object unique = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return unique == null ? path : unique;
        } catch (NoSuchFileException e) {
            return open == null ? path : key; // until there is another one
        }
    }

    private void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                end();
            } else if (line.size() < EventMessage.LONGEST) {
                line.write(next);
            } else {
                isTooLong = true;
            }
        }
    }

    private void end() {
        byte[] text = line.toByteArray();
        line.reset();
        if (isTooLong) {
            isTooLong = false;
            events.lost(Source.FILE);
        } else if (text.length > 0) {
            try {
                events.message(Source.FILE, EventMessage.parse(text));
            } catch (IllegalArgumentException e) {
                log.debug("{}: {}", path, e.getMessage());
                events.malformed(Source.FILE);
            }
        }
    }

    private void closeFile() throws IOException {
        line.reset();
        if (open != null) {
            open.close();
            open = null;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
