package dev.freshet.cli;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.StartException;
import dev.freshet.lakehouse.StartProgress;
import dev.freshet.lakehouse.TrinoLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Starts a real Trino that requires TLS, and a password, a JWT or a client certificate. Its certificate is for
 * 127.0.0.1 only, and is signed by a private authority.
 */
final class TestingSecuredTrino implements TrinoLauncher {
    static final String USER = "batch";
    /** May read, and nothing else. */
    static final String READER = "reader";
    /** May read views in the schema {@code reports}, and nothing else. */
    static final String ANALYST = "analyst";
    /** Of all users. */
    static final String PASSWORD = "pass&word=%41 ü";
    /** Of all key stores. */
    static final String STORE_PASSWORD = "change-me";

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");

    private final TrinoLauncher plain = TrinoLauncher.process(LocalLakehouse.TRINO_VERSION);
    private final Path directory;
    private final byte[] jwtKey = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    private final int http;

    /** @param directory for keys, certificates and settings */
    TestingSecuredTrino(Path directory) throws IOException {
        this.directory = directory;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            http = socket.getLocalPort();
        }
    }

    /** The block with this text in the manual's page, which the tests hold to be true. */
    static String manual(String text) {
        try {
            return BLOCK.matcher(Files.readString(Path.of("../docs/security.md"))).results()
                    .map(block -> block.group(1)).filter(block -> block.contains(text)).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void prepare(StartProgress progress) {
        plain.prepare(progress);
        try {
            String keytool = manual("keytool").replace("dns:trino.example.com", "ip:127.0.0.1");
            execute(keytool);
            execute(keytool.lines().filter(line -> line.contains("export") || line.contains("server.p12"))
                    .map(line -> line.replace("server.p12", "expired.p12").replace("-dname", "-startdate -100d -dname"))
                    .collect(Collectors.joining("\n")));
            StringBuilder passwords = new StringBuilder();
            for (String user : List.of(USER, READER, ANALYST)) {
                passwords.append("%s:%s%n".formatted(user, pbkdf2(PASSWORD)));
            }
            Files.writeString(directory.resolve("password.db"), passwords);
            Files.writeString(directory.resolve("rules.json"), manual("\"catalogs\""));
            Files.writeString(directory.resolve("access-control.properties"),
                    "access-control.name=file\nsecurity.config-file=" + directory.resolve("rules.json") + "\n");
            Files.writeString(directory.resolve("password-authenticator.properties"),
                    manual("password-authenticator.name").replace("/etc/trino", directory.toString()));
            Files.write(directory.resolve("jwt.key"), Base64.getEncoder().encode(jwtKey));
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException("Cannot secure Trino: " + e, e);
        }
    }

    private void execute(String commands) throws IOException {
        Path log = directory.resolve("keytool.log");
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", commands).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        shell.environment().merge("PATH", System.getProperty("java.home") + "/bin", (path, jdk) -> jdk + ":" + path);
        try {
            if (shell.start().waitFor() != 0) {
                throw new IOException(Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String pbkdf2(String password) throws GeneralSecurityException {
        byte[] salt = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        int iterations = 1_000;
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256)).getEncoded();
        return iterations + ":" + HexFormat.of().formatHex(salt) + ":" + HexFormat.of().formatHex(hash);
    }

    /** System properties win over the files of the configuration. */
    @Override
    public Running launch(Setup setup) {
        List<String> jvm = new ArrayList<>(setup.jvm());
        manual("http-server.https.enabled").replace("/etc/trino", directory.toString())
                .replace("${ENV:STORE_PASSWORD}", STORE_PASSWORD)
                .replace("${ENV:SHARED_SECRET}", UUID.randomUUID().toString())
                .replace("8443", String.valueOf(setup.port())).lines().forEach(line -> jvm.add("-D" + line));
        Map.of("http-server.http.port", http, "discovery.uri", "http://127.0.0.1:" + http,
                "http-server.process-forwarded", true, "access-control.config-files",
                directory.resolve("access-control.properties"), "password-authenticator.config-files",
                directory.resolve("password-authenticator.properties"))
                .forEach((key, value) -> jvm.add("-D" + key + "=" + value));
        return plain.launch(new Setup(setup.directory(), setup.data(), setup.port(), jvm, setup.catalog(),
                setup.storage(), setup.metastore(), setup.environment(), setup.cluster()));
    }

    @Override
    public Map<String, String> client() {
        return Map.of("SSL", "true", "SSLTrustStorePath", authority().toString(), "user", USER, "password", PASSWORD);
    }

    /** The certificate of the authority that signed the certificates of Trino and of the user, as PEM. */
    Path authority() {
        return directory.resolve("ca.pem");
    }

    /** The user's key and certificate. */
    Path keyStore() {
        return directory.resolve(USER + ".p12");
    }

    /** Trino's key and certificate. */
    Path serverKeyStore() {
        return directory.resolve("server.p12");
    }

    /** The same, with a certificate that has expired. */
    Path expiredKeyStore() {
        return directory.resolve("expired.p12");
    }

    /** The port for other nodes, at which clients are refused. */
    int httpPort() {
        return http;
    }

    /** A token for the user. */
    String jwt(Instant from, Instant to) {
        String token = base64("{\"alg\":\"HS256\"}") + "." + base64("{\"sub\":\"%s\",\"nbf\":%d,\"exp\":%d}"
                .formatted(USER, from.getEpochSecond(), to.getEpochSecond()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(jwtKey, "HmacSHA256"));
            return token + "." + base64(mac.doFinal(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
