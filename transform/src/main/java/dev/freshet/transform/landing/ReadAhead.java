package dev.freshet.transform.landing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads an input in a thread of its own, up to {@value #BLOCKS} blocks ahead. So inflating a file, or waiting for
 * object storage, goes on beside what the caller does with the bytes.
 */
final class ReadAhead extends InputStream {
    private static final int BLOCK = 1 << 16;
    private static final int BLOCKS = 8;

    /** Without bytes, the end of the input: a failure, or {@code null}. */
    private record Block(byte[] bytes, Throwable failure) {}

    private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread reader;
    private Block current = new Block(new byte[BLOCK], null);
    private int next = BLOCK;

    ReadAhead(InputStream input) {
        reader = Thread.ofPlatform().name("read-ahead").daemon().start(() -> readAll(input));
    }

    private void readAll(InputStream input) {
        try {
            try (input) {
                byte[] bytes;
                while ((bytes = input.readNBytes(BLOCK)).length > 0) {
                    blocks.put(new Block(bytes, null));
                }
                blocks.put(new Block(bytes, null));
            } catch (IOException | RuntimeException | Error e) {
                blocks.put(new Block(new byte[0], e));
            }
        } catch (InterruptedException e) {
            // the caller has closed this
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == current.bytes.length && current.bytes.length > 0) {
            current = take();
            next = 0;
        }
        if (current.bytes.length == 0) {
            return end();
        }
        int count = Math.min(length, current.bytes.length - next);
        System.arraycopy(current.bytes, next, to, offset, count);
        next += count;
        return count;
    }

    private Block take() {
        try {
            return blocks.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("reading was interrupted"));
        }
    }

    private int end() throws IOException {
        switch (current.failure) {
            case null -> {
                return -1;
            }
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    /** Does not wait for the thread, which closes the input. */
    @Override
    public void close() {
        reader.interrupt();
        blocks.clear();
    }
}
