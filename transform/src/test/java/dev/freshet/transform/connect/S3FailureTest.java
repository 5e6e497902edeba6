package dev.freshet.transform.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The replies are those of <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Amazon S3</a>:
 * the local S3 server has neither policies nor regions.
 */
class S3FailureTest {
    @ParameterizedTest
    @CsvSource({"403, AccessDenied, access is denied (the key's policy must allow it)",
            "301, PermanentRedirect, the bucket is in another region (client.region)",
            "400, AuthorizationHeaderMalformed, the bucket is in another region (client.region)",
            "403, InvalidAccessKeyId, it does not know the access key (s3.access-key-id)",
            "403, SignatureDoesNotMatch, the secret key is wrong (s3.secret-access-key)",
            "404, NoSuchBucket, there is no such bucket"})
    void aRefusalIsSaidInPlainWords(int status, String code, String words) throws IOException {
        assertThat(refusal(status, code, client -> client.listObjectsV2(list -> list.bucket("landing"))))
                .isEqualTo("S3 refuses: " + words);
    }

    @ParameterizedTest
    @CsvSource({"403, access is denied (the key's policy must allow it)",
            "301, the bucket is in another region (client.region)",
            "400, 'the request is malformed, as it is if the bucket is in another region (client.region)'"})
    void soIsOneWithoutABody(int status, String words) throws IOException {
        assertThat(
                refusal(status, "AccessDenied", client -> client.headObject(head -> head.bucket("landing").key("a"))))
                .isEqualTo("S3 refuses: " + words);
    }

    @ParameterizedTest
    @CsvSource({"403, RequestTimeTooSkewed", "400, ExpiredToken"})
    void anyOtherIsSaidInTheWordsOfS3(int status, String code) throws IOException {
        assertThat(refusal(status, code, client -> client.listObjectsV2(list -> list.bucket("landing"))))
                .startsWith("S3 refuses: Message of " + code);
    }

    @FunctionalInterface
    private interface Request {
        void to(S3Client client);
    }

    private static String refusal(int status, String code, Request request) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = "<Error><Code>%s</Code><Message>Message of %s</Message></Error>".formatted(code, code)
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
            if (!isHead) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
            exchange.close();
        });
        server.start();
        try (S3Client client = S3Client.builder().region(Region.EU_CENTRAL_1).forcePathStyle(true)
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .overrideConfiguration(configuration -> configuration.retryStrategy(retry -> retry.maxAttempts(1)))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build()) {
            SdkException failure = catchThrowableOfType(SdkException.class, () -> request.to(client));
            return S3Failure.in(new IllegalStateException(failure)).orElseThrow();
        } finally {
            server.stop(0);
        }
    }
}
