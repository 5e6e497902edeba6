package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.gateway.http.TrustStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewayCommandTest {
    @Test
    void theCoordinatorIsThatOfTheJdbcUrl() throws URISyntaxException {
        assertThat(uri("jdbc:trino://127.0.0.1:8080/lakehouse")).isEqualTo("http://127.0.0.1:8080");
        assertThat(uri("jdbc:trino://trino:8443/lake?source=x&SSL=true")).isEqualTo("https://trino:8443");
        assertThat(uri("jdbc:trino://trino:443")).isEqualTo("https://trino:443");
        assertThat(uri("jdbc:trino://trino:443?SSL=false")).isEqualTo("http://trino:443");
        assertThat(Upstream.of("jdbc:trino://trino/lake", Map.of("SSL", "true")).uri()).hasToString("https://trino");
        assertThat(uri("https://trino")).isEqualTo("https://trino");
    }

    private static String uri(String url) throws URISyntaxException {
        return Upstream.of(url, Map.of()).uri().toString();
    }

    /** Clients of the gateway bring their own. */
    @Test
    void onlyTheTrustStoreIsTakenOfWhatTheBatchSignsInWith() throws URISyntaxException {
        TrustStore trust = new TrustStore(Path.of("/ca.p12"), Optional.of("secret"));
        assertThat(Upstream.of("jdbc:trino://trino/lake", Map.of("SSL", "true", "user", "batch", "password", "p",
                "SSLKeyStorePath", "/batch.p12", "SSLTrustStorePath", "/ca.p12", "SSLTrustStorePassword", "secret")))
                .isEqualTo(new Upstream(URI.create("https://trino"), Optional.of(trust)))
                .asString().doesNotContain("secret");
        assertThat(Upstream.of("jdbc:trino://trino?SSL=true&SSLTrustStorePath=/ca.pem", Map.of()).trust())
                .contains(new TrustStore(Path.of("/ca.pem"), Optional.empty()));
    }

    @Test
    void wrongOptionsAreReported() {
        for (String[] wrong : new String[][]{{"--listen", "8081"}, {"--listen", "127.0.0.1:70000"},
                {"--freshness", "soon"}, {"--identity", "X Remote"}, {"--trino", "trino:8080"},
                {"--trino", "http://me@trino"},
                {"--trino", "http://trino/path"}, {"--trino", "http:// x"}}) {
            TestingFreshet gateway = wrong[0].equals("--trino")
                    ? TestingFreshet.run("gateway", "--listen", "127.0.0.1:0", wrong[0], wrong[1])
                    : TestingFreshet.run("gateway", "--trino", "http://127.0.0.1:1", wrong[0], wrong[1]);
            assertThat(gateway.exit()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(gateway.err()).contains("Invalid ").contains(wrong[1]);
        }
    }

    @Test
    void aCertificateNeedsItsKey() {
        for (String[] wrong : new String[][]{{"--tls-key", "/k"}, {"--tls-certificate", "/c"},
                {"--tls-certificate", "/c", "--tls-key", "/k"}}) {
            TestingFreshet gateway = TestingFreshet.run(Stream.concat(Stream.of("gateway", "--trino",
                    "http://127.0.0.1:1", "--listen", "127.0.0.1:0"), Stream.of(wrong)).toArray());
            assertThat(gateway.exit()).isEqualTo(2);
            assertThat(gateway.err()).contains(wrong.length > 2 ? "Cannot read /c: there is no such file"
                    : "--tls-certificate and --tls-key need each other");
        }
    }

    @Test
    void anAddressInUseIsReported() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            TestingFreshet gateway = TestingFreshet.run("gateway", "--listen", address, "--trino",
                    "http://127.0.0.1:1");
            assertThat(gateway.exit()).isEqualTo(2);
            assertThat(gateway.err()).contains("Cannot listen on " + address).hasLineCount(1);
        }
    }
}
