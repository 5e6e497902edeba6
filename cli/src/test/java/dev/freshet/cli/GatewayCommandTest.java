package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;

class GatewayCommandTest {
    @Test
    void theCoordinatorIsThatOfTheJdbcUrl() throws URISyntaxException {
        assertThat(GatewayCommand.coordinator("jdbc:trino://127.0.0.1:8080/lakehouse", false))
                .hasToString("http://127.0.0.1:8080");
        assertThat(GatewayCommand.coordinator("jdbc:trino://trino:8443/lake?source=x&SSL=true", false))
                .hasToString("https://trino:8443");
        assertThat(GatewayCommand.coordinator("jdbc:trino://trino:443", false)).hasToString("https://trino:443");
        assertThat(GatewayCommand.coordinator("jdbc:trino://trino/lake", true)).hasToString("https://trino");
        assertThat(GatewayCommand.coordinator("https://trino", false)).hasToString("https://trino");
    }

    @Test
    void wrongOptionsAreReported() {
        for (String[] wrong : new String[][]{{"--listen", "8081"}, {"--listen", "127.0.0.1:70000"},
                {"--freshness", "soon"}, {"--trino", "trino:8080"}, {"--trino", "http://me@trino"},
                {"--trino", "http://trino/path"}, {"--trino", "http:// x"}}) {
            TestingFreshet gateway = wrong[0].equals("--trino")
                    ? TestingFreshet.run("gateway", "--listen", "127.0.0.1:0", wrong[0], wrong[1])
                    : TestingFreshet.run("gateway", "--trino", "http://127.0.0.1:1", wrong[0], wrong[1]);
            assertThat(gateway.exit()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(gateway.err()).contains("Invalid ").contains(wrong[1]);
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
