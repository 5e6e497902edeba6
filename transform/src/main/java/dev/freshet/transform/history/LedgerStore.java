package dev.freshet.transform.history;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** The JSON files of a ledger, in one directory. A file never changes. */
record LedgerStore(FileIO io, String directory) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The header with which a batch asks a REST catalog for the credentials of each table. */
    private static final String DELEGATION = "header.X-Iceberg-Access-Delegation";

    /**
     * The directory is next to the table's, where Trino's procedures delete nothing; or in it, if the catalog vends the
     * credentials, as they reach no further.
     */
    static LedgerStore of(Table table) {
        boolean isVended = table.io().properties().getOrDefault(DELEGATION, "").contains("vended-credentials");
        return new LedgerStore(table.io(), table.location() + (isVended ? "/ledger/" : "_ledger/"));
    }

    static <T> JavaType type(TypeReference<T> type) {
        return MAPPER.getTypeFactory().constructType(type);
    }

    static JavaType mapTo(Class<?> value) {
        return MAPPER.getTypeFactory().constructMapType(TreeMap.class, String.class, value);
    }

    <T> T read(String location, JavaType type) {
        try (InputStream in = io.newInputFile(location).newStream()) {
            return MAPPER.readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    /** Writes a new file whose name begins with {@code name}; returns its location. */
    String write(String name, Object content) {
        String location = directory + name + "-" + UUID.randomUUID() + ".json";
        try (OutputStream out = io.newOutputFile(location).create()) {
            MAPPER.writeValue(out, content);
            return location;
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to write %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    /** Whether a file's name begins like this, also if another directory has it: the ledger can have been beside. */
    static boolean isNamed(String location, String name) {
        return location.startsWith(name, location.lastIndexOf('/') + 1);
    }

    /** All files; empty if the file system cannot list them. */
    List<FileInfo> files() {
        if (!(io instanceof SupportsPrefixOperations lister)) {
            return List.of();
        }
        try {
            return StreamSupport.stream(lister.listPrefix(directory).spliterator(), false).toList();
        } catch (NotFoundException e) {
            return List.of();
        }
    }
}
