package dev.freshet.transform.connect;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads passwords, tokens and keys, and hides them in messages. */
public final class Secrets {
    private static final Set<PosixFilePermission> WRITABLE = Set.of(PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);
    /** A parameter of a URL, or of a list of properties. */
    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)([\\w.-]*(?:password|token|secret|credential)[\\w.-]*=)[^&\\s]*[^&\\s:]");
    private static final Pattern USER_INFO = Pattern.compile("(://[^/?#@\\s:]*:)[^/?#@\\s]+(?=@)");

    private Secrets() {}

    /** @throws IOException if it cannot be read; the message says why */
    static String inEnvironment(String name) throws IOException {
        String value = System.getenv(name);
        if (value == null) {
            throw new IOException("the environment variable %s is not set".formatted(name));
        }
        return value;
    }

    /**
     * The content of a file without the line break at its end. Everyone may be able to read it, as in a container, but
     * a file that others can change does not say what its owner wants.
     *
     * @throws IOException if it cannot be read; the message says why
     */
    static String inFile(String name) throws IOException {
        Path file = Path.of(name);
        if (!file.isAbsolute()) {
            throw new IOException("the file %s must be named by its absolute path".formatted(name));
        }
        try {
            if (isPosix(file) && !Collections.disjoint(Files.getPosixFilePermissions(file), WRITABLE)) {
                throw new IOException("others than its owner may change it (chmod go-w %s)".formatted(name));
            }
            return Files.readString(file).replaceFirst("\\R+\\z", "");
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + name, e);
        } catch (AccessDeniedException e) {
            throw new IOException("this user may not read the file " + name, e);
        } catch (CharacterCodingException e) {
            throw new IOException("no UTF-8 text is in the file " + name, e);
        } catch (IOException e) {
            throw new IOException("the file %s cannot be used: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** A text for people, with stars in place of passwords in URLs. */
    public static String hidden(String text) {
        return USER_INFO.matcher(PARAMETER.matcher(text).replaceAll("$1***")).replaceAll("$1***");
    }
}
