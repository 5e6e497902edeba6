package dev.freshet.cli;

import dev.freshet.cli.serve.Endpoint;
import dev.freshet.cli.serve.GatewayMetrics;
import dev.freshet.cli.serve.Metrics;
import dev.freshet.gateway.Settings;
import dev.freshet.gateway.http.AccessLog;
import dev.freshet.gateway.http.HttpGateway;
import dev.freshet.gateway.http.HttpGateway.Options;
import dev.freshet.gateway.http.Identity;
import dev.freshet.gateway.http.RequestSettings;
import dev.freshet.gateway.http.ServerCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The gateway as an HTTP endpoint. */
@Command(name = "gateway", sortOptions = false, description = "Serve the Trino client protocol with freshness, for clients that do not speak JDBC: Trino's CLI, "
        + "Python, Go, Node, Superset. Runs until Ctrl-C.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet gateway --listen 127.0.0.1:8081", "  trino --server http://127.0.0.1:8081",
                "  ./freshet gateway --trino https://trino.example.com --freshness PT15M"})
final class GatewayCommand implements Callable<Integer> {
    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8081", description = "The address. Port 0 is any free one. Default: ${DEFAULT-VALUE}")
    private String listen;

    @Option(names = "--trino", paramLabel = "URL", description = "The coordinator, such as http://localhost:8080. Default: the one in the lakehouse file.")
    private String trino;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "The endpoint's certificate as PEM, followed by those that signed it. Needs --tls-key. It "
            + "then speaks TLS.")
    private Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The private key of the certificate as PEM: PKCS#8, not encrypted, RSA or elliptic curve.")
    private Path tlsKey;

    @Option(names = "--freshness", paramLabel = "FRESHNESS", description = "For clients that set none: live, t-1, consistent, or the maximum age of the data, such as "
            + "PT15M. Default: what the dataset's spec says.")
    private String freshness;

    @Option(names = "--identity", paramLabel = "HEADER", split = ",", description = "Request headers that tell users apart, such as X-Remote-User, beside credentials, users and "
            + "roles. Requests with the same ones share look-ups. Default: nearly all headers that a request has.")
    private List<String> identity;

    @Option(names = "--rules", paramLabel = "FILE", description = "Freshness and limits by user, source or client tag: a YAML file, read again when it changes.")
    private Path rules;

    @Option(names = "--on-live-failure", paramLabel = "WHAT", description = "What happens when a query through the live view fails, or goes beyond a limit: fail, or t-1 to answer from T-1. Default: fail")
    private String onLiveFailure;

    @Option(names = "--live-timeout", paramLabel = "DURATION", description = "How long a live query may take to its first row, such as PT30S. Default: no limit")
    private String liveTimeout;

    @Option(names = "--live-bytes", paramLabel = "SIZE", description = "How much a live query may read before its first row, such as 10GB. Default: no limit")
    private String liveBytes;

    @Option(names = "--monitor", paramLabel = "HOST:PORT", description = "Answer HTTP at this address, too, such as 127.0.0.1:8082: /metrics for Prometheus, and /health. "
            + "It has no login.")
    private String monitor;

    @Option(names = "--access-log", paramLabel = "FILE", description = "Append a line of JSON for each request, without SQL and without secrets.")
    private Path accessLog;

    @Spec
    private CommandSpec spec;

    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Metrics metrics = new Metrics(Clock.systemUTC());

    @Override
    public Integer call() throws InterruptedException {
        CommonOptions options = FreshetCommand.options(spec);
        Upstream upstream = upstream(options);
        Options what = new Options(address(listen, "--listen", spec), upstream.uri(), upstream.trust(), certificate(),
                settings(), identity(), new GatewayMetrics(metrics));
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        try (AccessLog log = log();
                HttpGateway gateway = start(log == null ? what : what.with(log), "--listen", spec);
                Endpoint monitoring = monitoring(gateway)) {
            say(options, gateway.uri(), upstream.uri(), monitoring);
            end.await();
        } finally {
            ended.countDown();
        }
        return ExitCode.OK.code();
    }

    /** Lets the command end as if by itself, before the process does. */
    private void end() {
        end.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null without {@code --access-log}. */
    private AccessLog log() {
        try {
            return accessLog == null ? null : new AccessLog(accessLog);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid value for option '--access-log': cannot write %s".formatted(e.getMessage()), e);
        }
    }

    /** Null without {@code --monitor}. */
    private Endpoint monitoring(HttpGateway gateway) {
        GatewayMetrics.count(gateway, metrics);
        try {
            return monitor == null ? null : new Endpoint(address(monitor, "--monitor", spec), Optional.empty(), metrics,
                    () -> gateway.problem().stream().toList());
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "Cannot listen on %s: %s (name another address with --monitor)"
                    .formatted(monitor, e.getMessage()), e);
        }
    }

    /** @param option the option with the address, for people */
    static HttpGateway start(Options options, String option, CommandSpec spec) {
        try {
            return HttpGateway.start(options);
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "Cannot listen on %s:%d: %s (name another address with %s)"
                    .formatted(options.address().getHostString(), options.address().getPort(), e.getMessage(), option),
                    e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** @param monitoring null without {@code --monitor} */
    private void say(CommonOptions options, URI uri, URI coordinator, Endpoint monitoring) {
        Output output = new Output(spec.commandLine().getOut());
        if (options.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("url", uri.toString());
            json.put("trino", coordinator.toString());
            if (monitoring != null) {
                json.put("monitor", monitoring.port());
            }
            output.json(json);
        } else {
            output.line("The gateway listens on %s, before Trino at %s%s.".formatted(uri, coordinator,
                    monitoring == null ? "" : ", and shows metrics at port " + monitoring.port()));
        }
    }

    static InetSocketAddress address(String listen, String option, CommandSpec spec) {
        try {
            URI uri = new URI("http://" + listen);
            if (uri.getHost() == null || uri.getPort() < 0 || uri.getPort() > 65_535 || !uri.getRawPath().isEmpty()) {
                throw new URISyntaxException(listen, "it is not HOST:PORT");
            }
            InetSocketAddress address = new InetSocketAddress(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort());
            if (address.isUnresolved()) {
                throw new URISyntaxException(listen, "there is no such host");
            }
            return address;
        } catch (URISyntaxException e) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '%s': %s (use for example "
                    .formatted(option, listen) + "127.0.0.1:8081)", e);
        }
    }

    private Optional<ServerCertificate> certificate() {
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new ParameterException(spec.commandLine(), "Invalid options: --tls-certificate and --tls-key need "
                    + "each other");
        }
        return Optional.ofNullable(tlsCertificate).map(file -> new ServerCertificate(file, tlsKey));
    }

    private RequestSettings settings() {
        Map<String, String> texts = new LinkedHashMap<>();
        put(Settings.FRESHNESS, freshness, "--freshness", texts);
        put(Settings.ON_LIVE_FAILURE, onLiveFailure, "--on-live-failure", texts);
        put(Settings.LIVE_TIMEOUT, liveTimeout, "--live-timeout", texts);
        put(Settings.LIVE_BYTES, liveBytes, "--live-bytes", texts);
        RequestSettings settings = RequestSettings.of(texts);
        return rules == null ? settings
                : new RequestSettings(settings.endpoint(), new RulesFile(rules, Duration.ofSeconds(1)));
    }

    private void put(String name, String value, String option, Map<String, String> texts) {
        if (value != null) {
            try {
                texts.putAll(Settings.of(Map.of(name, value)).texts());
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(),
                        "Invalid value for option '%s': %s".formatted(option, e.getMessage()), e);
            }
        }
    }

    private Identity identity() {
        try {
            return identity == null ? Identity.BY_ALL : Identity.by(identity);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid value for option '--identity': " + e.getMessage(), e);
        }
    }

    private Upstream upstream(CommonOptions options) {
        try {
            return trino == null ? Upstream.of(options.lakehouse()) : Upstream.of(trino, Map.of());
        } catch (URISyntaxException e) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid URL of Trino: %s (use http://host:port)".formatted(e.getInput()), e);
        }
    }
}
