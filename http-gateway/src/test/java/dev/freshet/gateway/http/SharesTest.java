package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesTest {
    @Test
    void noAddressTakesMoreThanHalf() throws IOException {
        InetAddress one = InetAddress.getByName("192.0.2.1");
        InetAddress two = InetAddress.getByName("192.0.2.2");
        InetAddress three = InetAddress.getByName("192.0.2.3");
        Shares shares = new Shares(4);
        assertThat(List.of(shares.take(one), shares.take(one), shares.take(one))).containsExactly(true, true, false);
        assertThat(List.of(shares.take(two), shares.take(three), shares.take(three))).containsExactly(true, true,
                false);
        shares.giveBack(one);
        assertThat(shares.take(three)).isTrue();
        assertThat(shares.taken()).isEqualTo(4);
    }

    @Test
    void aConnectionTooManyIsClosed() throws IOException {
        ConnectionLimits limits = new ConnectionLimits(4);
        List<SocketChannel> accepted = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < 3; i++) {
                SocketChannel.open(server.getLocalAddress());
                accepted.add(server.accept());
                limits.onAccepting(accepted.get(i));
            }
            assertThat(accepted).extracting(SocketChannel::isOpen).containsExactly(true, true, false);
            limits.onAcceptFailed(accepted.get(2), null);
            assertThat(limits.open()).isEqualTo(2);
            limits.onClosed(accepted.get(0));
            limits.onClosed(accepted.get(0));
            assertThat(limits.open()).isEqualTo(1);
        } finally {
            for (SocketChannel each : accepted) {
                each.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/statement, /v1/statement", "/v1/info/state, /v1/info/...", "/, /",
            "/v1/statement/queued/20261130_101112_00001_abcde/ysecret/1, /v1/statement/queued/20261130_101112_00001_abcde/...",
            "/v1/statement/queued/20261130_101112_00001_abcdefg/ysecret/1, /v1/statement/...",
            "/v1/query/20261130_101112_00001_abcde, /v1/query/20261130_101112_00001_abcde",
            "/v1/statement/freshet/eyJpZCI, /v1/statement/...", "/oauth2/token/initiate/secret, /oauth2/token/..."})
    void aLoggedPathHasNoSecrets(String path, String logged) {
        assertThat(LoggedPath.of(path)).isEqualTo(logged);
    }
}
