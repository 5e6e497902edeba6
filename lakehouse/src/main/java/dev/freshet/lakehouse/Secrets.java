package dev.freshet.lakehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Passwords that a server and its clients share, in files that only this user can read. */
final class Secrets {
    private Secrets() {}

    static String random() {
        return UUID.randomUUID().toString();
    }

    /** The password in a file, which is made at the first call. */
    static String kept(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, random());
        }
        return Files.readString(file);
    }
}
