package dev.freshet.cli;

import dev.freshet.gateway.http.TrustStore;
import dev.freshet.transform.connect.LakehouseConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Trino behind the gateway.
 *
 * @param trust the authorities that may have signed its certificate; empty for those that Java knows
 */
record Upstream(URI uri, Optional<TrustStore> trust) {
    private static final String JDBC = "jdbc:trino:";

    /**
     * Takes from the file what says where Trino is and whom to trust. A password, a token or a key would be those of
     * the batch, and the gateway's clients bring their own.
     */
    static Upstream of(LakehouseConfig lakehouse) throws URISyntaxException {
        return of(lakehouse.trinoUrl(), lakehouse.trino());
    }

    /**
     * @param url an HTTP URL or a JDBC URL
     * @param properties of Trino's JDBC driver, which a JDBC URL can have, too
     */
    static Upstream of(String url, Map<String, String> properties) throws URISyntaxException {
        if (!url.startsWith(JDBC)) {
            return new Upstream(new URI(url), Optional.empty());
        }
        URI jdbc = new URI(url.substring(JDBC.length()));
        Map<String, String> all = new HashMap<>(properties);
        for (String parameter : jdbc.getQuery() == null ? new String[0] : jdbc.getQuery().split("&")) {
            String[] named = parameter.split("=", 2);
            all.put(named[0], named[named.length - 1]);
        }
        boolean secure = Boolean.parseBoolean(all.getOrDefault("SSL", String.valueOf(jdbc.getPort() == 443)));
        return new Upstream(new URI((secure ? "https://" : "http://") + jdbc.getRawAuthority()),
                Optional.ofNullable(all.get("SSLTrustStorePath")).map(path -> new TrustStore(Path.of(path),
                        Optional.ofNullable(all.get("SSLTrustStorePassword")))));
    }
}
