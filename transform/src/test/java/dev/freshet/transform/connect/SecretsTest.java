package dev.freshet.transform.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @TempDir
    private Path directory;

    private static LakehouseConfig config(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty("trino.url", "jdbc:trino://trino:443/lakehouse?password=of-the-url");
        properties.setProperty("trino.catalog", "lakehouse");
        properties.setProperty("trino.landing-catalog", "landing");
        properties.setProperty("iceberg.name", "lakehouse");
        properties.setProperty(key, value);
        return LakehouseConfig.of("lake.properties", properties);
    }

    private static String password(Path file) {
        return config("trino.password", "${FILE:" + file + "}").trino().get("password");
    }

    private Path secret(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n"})
    void aValueIsReadFromAFileWithoutItsLastLineBreaks(String end) throws IOException {
        assertThat(password(secret(" pä$s\\w}\nörd " + end, "rw-------"))).isEqualTo(" pä$s\\w}\nörd ");
    }

    @Test
    void aValueMayHaveSeveralParts() throws IOException {
        Path file = secret("b\n", "rw-------");
        assertThat(config("iceberg.credential", "a:${FILE:%1$s}${FILE:%1$s}${ENV:HOME}".formatted(file)).iceberg())
                .containsEntry("credential", "a:bb" + System.getenv("HOME"));
    }

    /** As Kubernetes mounts them: everyone can read them, and a link is switched when the secret changes. */
    @Test
    void aMountedSecretIsRead() throws IOException {
        Path first = Files.createDirectory(directory.resolve("..2026_11_30_01"));
        Path second = Files.createDirectory(directory.resolve("..2026_11_30_02"));
        for (Path version : new Path[]{first, second}) {
            Files.setPosixFilePermissions(Files.writeString(version.resolve("password"), version.toString()),
                    PosixFilePermissions.fromString("rw-r--r--"));
        }
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
        Path file = Files.createSymbolicLink(directory.resolve("password"), Path.of("..data/password"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(password(file)).isEqualTo(first.toString());
        Files.delete(data);
        Files.createSymbolicLink(data, second.getFileName());
        assertThat(password(file)).isEqualTo(second.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw--w----", "rw----rw-"})
    void aFileThatOthersCanChangeIsRefused(String mode) throws IOException {
        Path file = secret("x", mode);
        assertThatThrownBy(() -> password(file)).isInstanceOf(LakehouseException.class)
                .hasMessage("Cannot resolve trino.password in lake.properties: the file %1$s cannot be used: others "
                        + "than its owner may change it (chmod go-w %1$s)", file);
    }

    @Test
    void whatCannotBeReadIsNamedWithItsKey() throws IOException {
        String start = "Cannot resolve trino.password in lake.properties: ";
        assertThatThrownBy(() -> password(Path.of("/nowhere/p"))).hasMessage(start + "there is no file /nowhere/p");
        assertThatThrownBy(() -> password(directory))
                .hasMessage(start + "the file " + directory + " cannot be used: Is a directory");
        assertThatThrownBy(() -> password(Path.of("p")))
                .hasMessage(start + "the file p must be named by its absolute path");
        Path binary = Files.write(secret("", "rw-------"), "ü".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> password(binary)).hasMessage(start + "no UTF-8 text is in the file " + binary);
        assertThatThrownBy(() -> config("trino.password", "${ENV:FRESHET_NO_SUCH_VARIABLE}"))
                .hasMessage(start + "the environment variable FRESHET_NO_SUCH_VARIABLE is not set");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            jdbc:trino://h:1/c?user=me&password=a,b%26;c&SSL=true | jdbc:trino://h:1/c?user=me&password=***&SSL=true
                                            No driver for jdbc:trino://h?accessToken=e.y: why     | No driver for jdbc:trino://h?accessToken=***: why
                                            jdbc:trino://h?SSLKeyStorePassword=x                  | jdbc:trino://h?SSLKeyStorePassword=***
                                            s3.secret-access-key=a/b+c= and more                  | s3.secret-access-key=*** and more
                                            cannot reach https://me:secret@trino:443              | cannot reach https://me:***@trino:443
                                            jdbc:postgresql://db:5432/lake?user=me                | jdbc:postgresql://db:5432/lake?user=me
                                            password authentication failed for user "postgres"    | password authentication failed for user "postgres"
                                            """)
    void secretsInATextForPeopleAreHidden(String text, String shown) {
        assertThat(Secrets.hidden(text)).isEqualTo(shown);
    }

    @Test
    void aConfigurationShowsNoSecrets() throws IOException {
        LakehouseConfig config = config("iceberg.jdbc.password", "${FILE:" + secret("secret", "rw-------") + "}");
        assertThat(config.iceberg()).containsEntry("jdbc.password", "secret");
        assertThat(config.toString()).contains("trino:443", "jdbc.password").doesNotContain("secret]", "=secret",
                "of-the-url");
    }
}
