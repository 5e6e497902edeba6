package dev.freshet.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HttpListenerTest {
    private static final int BODY = 100;
    private static final String HALF_A_HEADER = "GET / HTTP/1.1\r\nHost: loc";
    private static final String HALF_A_BODY = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345";
    private static final String REQUEST = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\n123";

    private static HttpListener listener() throws IOException {
        return new HttpListener("freshet-test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                exchange -> Reply.text(200, "%d bytes".formatted(HttpListener.body(exchange, BODY).map(b -> b.length)
                        .orElse(-1))));
    }

    private static Socket send(HttpListener listener, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String answer(HttpListener listener, String text) throws IOException {
        try (Socket socket = send(listener, text)) {
            socket.setSoTimeout(10_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void clientsThatStallKeepNoOtherWaiting() throws IOException {
        List<Socket> stalled = new ArrayList<>();
        try (HttpListener listener = listener()) {
            for (int i = 0; i < 40; i++) {
                stalled.add(send(listener, HALF_A_HEADER));
                stalled.add(send(listener, HALF_A_BODY));
            }
            assertThat(answer(listener, REQUEST)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n3 bytes");
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void bodiesInMemoryAreLimited() throws IOException, InterruptedException {
        List<Socket> stalled = new ArrayList<>();
        try (HttpListener listener = listener()) {
            for (int i = 0; i < 64; i++) {
                stalled.add(send(listener, HALF_A_BODY));
            }
            awaitStatus(listener, 503); // when all have arrived
            stalled.get(0).getOutputStream().write(HALF_A_BODY.substring(0, 5).getBytes(StandardCharsets.US_ASCII));
            assertThat(stalled.get(0).getInputStream().read()).isEqualTo('H');
            awaitStatus(listener, 200);
            assertThat(answer(listener, REQUEST.replace("Length: 3", "Length: 101") + "4".repeat(98)))
                    .endsWith("\r\n\r\n-1 bytes");
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    private static void awaitStatus(HttpListener listener, int status) throws IOException, InterruptedException {
        String answer = answer(listener, REQUEST);
        for (int i = 0; i < 200 && !answer.startsWith("HTTP/1.1 " + status); i++) {
            Thread.sleep(50);
            answer = answer(listener, REQUEST);
        }
        assertThat(answer).startsWith("HTTP/1.1 " + status);
    }

    /** In a process of its own, as the limits are those of the first server of a process. */
    @Test
    @Tag("slow")
    void aClientThatStallsIsCutOff() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Stalled.class.getName()).redirectErrorStream(true).start();
        assertThat(process.inputReader().lines()).containsExactly("both are cut off after about 30 seconds");
        assertThat(process.waitFor()).isZero();
    }

    /** Stalls in a header and in a body, until it is cut off. */
    static final class Stalled {
        private Stalled() {}

        public static void main(String[] arguments) throws IOException {
            long start = System.nanoTime();
            try (HttpListener listener = listener();
                    InputStream header = send(listener, HALF_A_HEADER).getInputStream();
                    InputStream body = send(listener, HALF_A_BODY).getInputStream()) {
                long seconds = read(header, body) ? (System.nanoTime() - start) / 1_000_000_000 : 0;
                System.out.println(seconds >= 29 && seconds < 40 ? "both are cut off after about 30 seconds"
                        : "cut off after " + seconds + " seconds");
            }
        }

        /** Whether both end without a byte. */
        private static boolean read(InputStream one, InputStream other) throws IOException {
            return one.read() == -1 && other.read() == -1;
        }
    }
}
