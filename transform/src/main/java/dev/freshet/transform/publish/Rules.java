package dev.freshet.transform.publish;

import com.fasterxml.jackson.core.JsonFactory;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.core.Sha256;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.json.TypeRule;
import dev.freshet.spec.sql.TailTable;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.json.LineMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that decides what a line becomes, in Trino and in the batch. */
public final class Rules {
    /** The code that reads lines. It does not change while it runs, so it is read once. */
    private static final class Code {
        private static final String DIGEST = Stream.of(LineMapper.class, TypeRule.class, JsonFactory.class)
                .map(Rules::digest).collect(Collectors.joining("\n"));
    }

    private Rules() {}

    /** A digest of the tail's SQL, of Trino's version and of the batch's code: 64 hexadecimal digits. */
    public static String digest(DatasetSpec spec, Names names, TrinoSession trino) {
        return Sha256.hex(String.join("\n", sql(spec, names), trino.version(), Code.DIGEST));
    }

    /** A digest of the tail's SQL: 64 hexadecimal digits. */
    public static String ofSql(DatasetSpec spec, Names names) {
        return Sha256.hex(sql(spec, names));
    }

    private static String sql(DatasetSpec spec, Names names) {
        LandingPartition any = LandingPartition
                .parse(spec.landing().cadence() == Cadence.DAILY ? "2000-01-01" : "2000-01-01T00");
        TailTable tail = new TailTable(spec, names, any);
        return tail.rows(TailTable.ALL_FILES) + "\n" + tail.rejects(TailTable.ALL_FILES);
    }

    /** A digest of the jar, or of the directory, that a class comes from. */
    private static String digest(Class<?> code) {
        try (Stream<Path> files = Files
                .walk(Path.of(code.getProtectionDomain().getCodeSource().getLocation().toURI()))) {
            return files.filter(Files::isRegularFile).sorted().map(Rules::digest).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the code of " + code.getName() + ": " + e.getMessage(), e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
