package dev.freshet.samples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The service on a real lakehouse, with what the {@code devices} script lands and the batch has ingested. */
@Tag("slow")
class ServiceTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path landing;
    private static ConfigurableApplicationContext service;
    private static LocalDate today;

    @BeforeAll
    static void landIngestAndStart() throws IOException {
        landing = LocalLakehouse.shared().directory().resolve("landing/backups");
        landWithScript();
        today = LocalDate.now(ZoneOffset.UTC);
        DatasetSpec spec = SpecReader.parse("backups.yaml", Files.readString(Path.of("backups.yaml")));
        try (LakehouseConnection lakehouse = LakehouseConnection
                .open(LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties()))) {
            new DailyBatch(spec, lakehouse, Clock.systemUTC(), BatchProgress.NONE).run(Optional.empty());
        }
        service = start(URI.create(LocalLakehouse.shared().trinoUrl().substring("jdbc:".length())).getAuthority());
    }

    /** Runs the script until it has landed what the devices reported up to now. */
    private static void landWithScript() throws IOException {
        Process devices = new ProcessBuilder("./devices", landing.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = devices.inputReader()) {
            assertThat(out.readLine()).startsWith("Landed until now.");
        } finally {
            devices.destroy();
        }
    }

    private static ConfigurableApplicationContext start(String trino) {
        return SpringApplication.run(Application.class, "--server.port=0", "--lakehouse.trino=" + trino);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String address(ConfigurableApplicationContext of) {
        return "http://127.0.0.1:" + of.getEnvironment().getProperty("local.server.port");
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext from, String path)
            throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address(from) + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> answer(String path, String route) throws IOException, InterruptedException {
        HttpResponse<String> response = get(service, path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Freshet-Route")).as("%s", response.headers()).contains(route);
        return response;
    }

    private static Instant dataAsOf(HttpResponse<String> response) {
        return Instant.parse(response.headers().firstValue("Freshet-Data-As-Of").orElseThrow());
    }

    private static Instant startOfToday() {
        return today.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** Writes a file under a hidden name and renames it. */
    private static Path land(String name, byte[] content) throws IOException {
        Path day = landing.resolve("dt=" + today);
        return Files.move(Files.write(day.resolve("." + name), content), day.resolve(name));
    }

    /** Backups that finish now. */
    private static byte[] lines(int count) {
        return "{\"id\":\"00000000-0000-4000-8000-000000000000\",\"time\":%d,\"status\":\"completed\",\"size_bytes\":1}\n"
                .formatted(Instant.now().getEpochSecond()).repeat(count).getBytes(StandardCharsets.UTF_8);
    }

    /** The sum of {@code backups} over the ten minutes that begin at the instant or later. */
    private static long backupsSince(Instant from, HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).valueStream()
                .filter(row -> !Instant.parse(row.get("from").asString()).isBefore(from))
                .mapToLong(row -> row.get("backups").asLong()).sum();
    }

    @Test
    void aFreshAnswerHasWhatLandedAMomentAgoAndAReportHasNot() throws IOException, InterruptedException {
        Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
        long before = backupsSince(anHourAgo, answer("/backups/recent", "live"));
        String report = answer("/report/daily", "t-1").body();

        Instant landed = Instant.now();
        land("moment.json", lines(5));

        HttpResponse<String> fresh = answer("/backups/recent", "live");
        assertThat(backupsSince(anHourAgo, fresh)).isEqualTo(before + 5);
        assertThat(dataAsOf(fresh)).isBetween(landed, Instant.now());
        HttpResponse<String> daily = answer("/report/daily", "t-1");
        assertThat(daily.body()).isEqualTo(report);
        assertThat(dataAsOf(daily)).isEqualTo(startOfToday());
    }

    @Test
    void theReportHasEachLineOfThePastDays() throws IOException, InterruptedException {
        JsonNode days = JSON.readTree(answer("/report/daily", "t-1").body());

        assertThat(days.valueStream().map(day -> day.get("day").asString()))
                .containsExactly(today.minusDays(1).toString(), today.minusDays(2).toString());
        for (JsonNode day : days) {
            assertThat(day.get("backups").asLong()).isEqualTo(lines(day.get("day").asString()));
        }
    }

    private static long lines(String day) throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.list(landing.resolve("dt=" + day))) {
            for (Path file : files.toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        return lines;
    }

    @Test
    void t1AnswersWhenAFileFailsTheLiveView() throws IOException, InterruptedException {
        Path cut = landCutFile();
        try {
            HttpResponse<String> old = answer("/backups/recent", "t-1");
            assertThat(dataAsOf(old)).isEqualTo(startOfToday());
            assertThat(old.headers().firstValue("Freshet-Reason").orElseThrow())
                    .contains("the live view failed", "cut.json.gz");
            assertThat(backupsSince(startOfToday(), old)).isZero();
        } finally {
            Files.delete(cut);
        }
        answer("/backups/recent", "live");
    }

    private static Path landCutFile() throws IOException {
        return land("cut.json.gz", new byte[]{0x1f, (byte) 0x8b, 8});
    }

    @Test
    void healthTellsTheAgeOfTheData() throws IOException, InterruptedException {
        HttpResponse<String> health = get(service, "/actuator/health");

        assertThat(health.statusCode()).isEqualTo(200);
        JsonNode lakehouse = JSON.readTree(health.body()).at("/components/lakehouse");
        assertThat(lakehouse.get("status").asString()).isEqualTo("UP");
        assertThat(lakehouse.at("/details/t-1/dataAsOf").asString()).isEqualTo(startOfToday().toString());
        assertThat(Duration.parse(lakehouse.at("/details/t-1/age").asString()))
                .isCloseTo(Duration.between(startOfToday(), Instant.now()), Duration.ofMinutes(1));
        assertThat(Duration.parse(lakehouse.at("/details/live/age").asString())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void healthIsDownWithoutTrino() throws IOException, InterruptedException {
        try (ConfigurableApplicationContext alone = start("127.0.0.1:1")) {
            HttpResponse<String> health = get(alone, "/actuator/health");

            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(JSON.readTree(health.body()).at("/components/lakehouse/status").asString()).isEqualTo("DOWN");
        }
    }

    /** Leaves pictures in {@code target}. */
    @Test
    void thePageShowsWhatArrivesAndWhatT1Has() throws IOException, InterruptedException {
        try (TestingBrowser page = open("light")) {
            page.await("document.querySelector('#recent').dataset.route === 'live'");
            page.await("document.querySelector('#daily').dataset.route === 't-1'");
            assertThat(page.evaluate("document.querySelectorAll('#plot canvas').length")).isEqualTo("1");
            String yesterday = today.minusDays(1).toString();
            assertThat(page.evaluate("document.querySelector('#daily').innerText"))
                    .contains("Report of " + yesterday, "%,d".formatted(lines(yesterday)), "data as of 00:00:00");
            assertThat(page.evaluate("document.querySelectorAll('.fallback, .failed').length")).isEqualTo("0");

            land("arrives.json", lines(7));
            page.await("document.querySelector('#recent .figure small')?.textContent === '+7'");
            page.picture(Path.of("target/dashboard-light.png"));
        }
    }

    @Test
    void thePageSaysThatT1Answers() throws IOException, InterruptedException {
        Path cut = landCutFile();
        try (TestingBrowser page = open("dark")) {
            page.await("document.querySelector('#recent').className === 'fallback'");
            page.await("document.querySelector('#daily').dataset.route === 't-1'");
            assertThat(page.evaluate("document.querySelector('#recent').innerText"))
                    .contains("t-1 data as of 00:00:00", "the live view failed");
            page.picture(Path.of("target/dashboard-dark.png"));
        } finally {
            Files.delete(cut);
        }
    }

    private static TestingBrowser open(String scheme) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(TestingBrowser.CHROMIUM),
                "there is no " + TestingBrowser.CHROMIUM + " to open the page in");
        return new TestingBrowser(address(service) + "/", scheme);
    }
}
