package dev.freshet.transform.columns;

import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** An Iceberg output file as Parquet's writer takes it. */
record FileOutput(org.apache.iceberg.io.OutputFile file) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return stream(file.create());
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return stream(file.createOrOverwrite());
    }

    private static PositionOutputStream stream(org.apache.iceberg.io.PositionOutputStream out) {
        return new PositionOutputStream() {
            private final byte[] buffer = new byte[1 << 16];
            private int size;
            private long position;

            @Override
            public long getPos() {
                return position;
            }

            @Override
            public void write(int value) throws IOException {
                if (size == buffer.length) {
                    drain();
                }
                buffer[size++] = (byte) value;
                position++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (size + length > buffer.length) {
                    drain();
                }
                if (length > buffer.length) {
                    out.write(bytes, offset, length);
                } else {
                    System.arraycopy(bytes, offset, buffer, size, length);
                    size += length;
                }
                position += length;
            }

            private void drain() throws IOException {
                out.write(buffer, 0, size);
                size = 0;
            }

            @Override
            public void flush() throws IOException {
                drain();
                out.flush();
            }

            @Override
            public void close() throws IOException {
                try (out) {
                    drain();
                }
            }
        };
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public String getPath() {
        return file.location();
    }
}
