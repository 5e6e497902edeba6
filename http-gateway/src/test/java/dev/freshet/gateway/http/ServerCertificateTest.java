package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ServerCertificateTest {
    private static final char[] PASSWORD = "change-me".toCharArray();

    @TempDir
    private Path directory;

    /** A new key, with a certificate that it has signed itself. */
    private KeyStore.PrivateKeyEntry make(String algorithm) throws Exception {
        Path store = directory.resolve(algorithm + System.nanoTime() + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "a", "-keyalg", algorithm, "-dname", "CN=a", "-ext", "san=ip:127.0.0.1",
                "-keystore", store.toString(), "-storepass", new String(PASSWORD)).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        return (KeyStore.PrivateKeyEntry) KeyStore.getInstance(store.toFile(), PASSWORD).getEntry("a",
                new KeyStore.PasswordProtection(PASSWORD));
    }

    private Path write(String file, String type, byte[] der) throws IOException {
        return Files.writeString(directory.resolve(file), "-----BEGIN %s-----%n%s%n-----END %1$s-----%n"
                .formatted(type, Base64.getMimeEncoder().encodeToString(der)));
    }

    private ServerCertificate write(KeyStore.PrivateKeyEntry made) throws Exception {
        return new ServerCertificate(write("tls.crt", "CERTIFICATE", made.getCertificate().getEncoded()),
                write("tls.key", "PRIVATE KEY", made.getPrivateKey().getEncoded()));
    }

    /** What a client is shown that trusts only this certificate. */
    private Certificate shown(URI gateway, Certificate trusted) throws Exception {
        Path ca = write("trusted.pem", "CERTIFICATE", trusted.getEncoded());
        SSLContext context = new TrustStore(ca, Optional.empty()).context();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(gateway.getHost(),
                gateway.getPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static HttpGateway start(ServerCertificate certificate) throws IOException {
        return HttpGateway.start(HttpGateway.Options.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                URI.create("http://127.0.0.1:1")).with(certificate));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void theEndpointShowsItsCertificateAndTakesOverANewOne(String algorithm) throws Exception {
        KeyStore.PrivateKeyEntry first = make(algorithm);
        KeyStore.PrivateKeyEntry second = make("EC");
        try (HttpGateway gateway = start(write(first))) {
            assertThat(gateway.uri()).hasScheme("https");
            assertThat(shown(gateway.uri(), first.getCertificate())).isEqualTo(first.getCertificate());
            write("tls.crt", "CERTIFICATE", second.getCertificate().getEncoded());
            TimeUnit.MILLISECONDS.sleep(1_500);
            assertThat(shown(gateway.uri(), first.getCertificate())).as("the key is still the old one")
                    .isEqualTo(first.getCertificate());
            write(second);
            TimeUnit.MILLISECONDS.sleep(3_000);
            assertThat(shown(gateway.uri(), second.getCertificate())).isEqualTo(second.getCertificate());
            assertThatThrownBy(() -> shown(gateway.uri(), first.getCertificate())).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aKeyThatCannotBeUsedIsRefusedWithTheFix() throws Exception {
        KeyStore.PrivateKeyEntry made = make("EC");
        byte[] key = made.getPrivateKey().getEncoded();
        ServerCertificate certificate = write(made);
        String fix = "openssl pkey -in " + certificate.key() + " -out KEY)";
        write("tls.key", "EC PRIVATE KEY", key);
        assertThatThrownBy(() -> start(certificate)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid key: " + certificate.key() + " (it is not PKCS#8")
                .hasMessageEndingWith(fix);
        write("tls.key", "ENCRYPTED PRIVATE KEY", key);
        assertThatThrownBy(() -> start(certificate)).hasMessageContaining("(it is encrypted").hasMessageEndingWith(fix);
        for (String other : new String[]{"EC", "RSA"}) {
            write("tls.key", "PRIVATE KEY", make(other).getPrivateKey().getEncoded());
            assertThatThrownBy(() -> start(certificate)).hasMessageContaining("it does not fit the first certificate");
        }
        Files.writeString(certificate.key(), "no key");
        assertThatThrownBy(() -> start(certificate)).hasMessageContaining("no private key as PEM is in it");
        Files.writeString(certificate.certificate(), "no certificate");
        assertThatThrownBy(() -> start(certificate)).hasMessageContaining("Invalid certificate: ");
        Files.delete(certificate.certificate());
        assertThatThrownBy(() -> start(certificate)).hasMessageContaining("Cannot read " + certificate.certificate());
    }
}
