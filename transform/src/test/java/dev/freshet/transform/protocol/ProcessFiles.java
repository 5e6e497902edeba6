package dev.freshet.transform.protocol;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** The files as one process sees them. Each write, deletion and listing is one of its steps. */
final class ProcessFiles implements SupportsPrefixOperations {
    private static final long serialVersionUID = 1;

    /** How the names of files end that a process may list but not read. */
    static final String DENIED = ".denied.json";

    private final transient MemoryFiles files;
    private final transient Effects effects;
    private final transient WorldClock clock;

    ProcessFiles(MemoryFiles files, Effects effects, WorldClock clock) {
        this.files = files;
        this.effects = effects;
        this.clock = clock;
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    @Override
    public InputFile newInputFile(String location) {
        return new Input(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new Output(location);
    }

    @Override
    public void deleteFile(String location) {
        effects.before("delete " + Words.file(location));
        files.delete(location);
    }

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        effects.before("list " + Words.file(prefix));
        effects.listed(prefix);
        return files.list(prefix).stream()
                .map(file -> new FileInfo(file.location(), file.bytes().length, file.modified().toEpochMilli()))
                .collect(Collectors.toList());
    }

    @Override
    public void deletePrefix(String prefix) {
        files.list(prefix).forEach(file -> deleteFile(file.location()));
    }

    private final class Input implements InputFile {
        private final String location;

        Input(String location) {
            this.location = location;
        }

        @Override
        public long getLength() {
            return stored().getLength();
        }

        @Override
        public SeekableInputStream newStream() {
            if (location.endsWith(DENIED)) {
                throw new UncheckedIOException(new AccessDeniedException(location));
            }
            return stored().newStream();
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public boolean exists() {
            effects.requireAlive();
            return files.exists(location);
        }

        private InputFile stored() {
            effects.requireAlive();
            Optional<MemoryFiles.Stored> stored = files.read(location);
            if (stored.isEmpty()) {
                throw new NotFoundException("File does not exist: %s", location);
            }
            return new InMemoryInputFile(location, stored.get().bytes());
        }
    }

    private final class Output implements OutputFile {
        private final String location;

        Output(String location) {
            this.location = location;
        }

        @Override
        public PositionOutputStream create() {
            if (files.exists(location)) {
                throw new AlreadyExistsException("File already exists: %s", location);
            }
            return createOrOverwrite();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            effects.before("write " + Words.file(location));
            return new Content();
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public InputFile toInputFile() {
            return new Input(location);
        }

        private final class Content extends PositionOutputStream {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            private boolean closed;

            @Override
            public long getPos() {
                return bytes.size();
            }

            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void write(byte[] from, int offset, int length) {
                bytes.write(from, offset, length);
            }

            @Override
            public void close() {
                effects.requireAlive();
                if (!closed) {
                    closed = true;
                    files.write(location, bytes.toByteArray(), clock.instant());
                }
            }
        }
    }
}
