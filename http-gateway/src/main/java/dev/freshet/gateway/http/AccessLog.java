package dev.freshet.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends a line of JSON to a file for each request: no SQL, no credentials, and nothing by which others could fetch
 * the answer. If another program moves the file away, the next line begins a new one.
 */
public final class AccessLog implements Observer, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A client may write anything there. */
    private static final int LONGEST_USER = 100;

    private final Path file;
    private FileChannel open;
    private Object identity;

    /** @throws IOException if the file cannot be written */
    public AccessLog(Path file) throws IOException {
        this.file = file;
        open();
    }

    private void open() throws IOException {
        open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        identity = identity();
    }

    /** Null if there is no such file. */
    private Object identity() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void answered(Answered request) {
        write(line(request));
    }

    private synchronized void write(byte[] line) {
        try {
            Object now = identity();
            if (now == null || !now.equals(identity)) {
                open.close();
                open();
            }
            open.write(ByteBuffer.wrap(line));
        } catch (IOException e) {
            log.warn("Cannot write the access log {}: {}", file, e.toString());
        }
    }

    private static byte[] line(Answered request) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", request.at().toString());
        line.put("client", request.client().getHostAddress());
        line.put("user", request.user().map(AccessLog::cut).orElse(null));
        line.put("method", cut(request.method()));
        line.put("path", request.path());
        line.put("status", request.status());
        line.put("bytes", request.bytes());
        line.put("milliseconds", request.took().toMillis());
        request.statement().ifPresent(statement -> line.put("route", statement.route()));
        if (!request.whole()) {
            line.put("cut_off", true);
        }
        try {
            return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_USER ? text : text.substring(0, LONGEST_USER);
    }

    @Override
    public synchronized void close() {
        try {
            open.close();
        } catch (IOException e) {
            log.warn("Cannot close the access log {}: {}", file, e.toString());
        }
    }
}
