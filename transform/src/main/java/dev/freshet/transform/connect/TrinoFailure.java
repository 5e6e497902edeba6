package dev.freshet.transform.connect;

import dev.freshet.core.TlsFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says in plain words why Trino did not let a client in, and what to change. */
public final class TrinoFailure {
    private static final String IMPERSONATION = "cannot impersonate user";
    private static final String TLS_ONLY = "passwords, tokens and key stores are for TLS only (trino.SSL=true, and in "
            + "trino.url the port for HTTPS)";
    /** By what Trino and its driver say, the special before the general; %s is the rest of it. */
    private static final List<Map.Entry<String, String>> REASONS = List.of(
            Map.entry("Invalid credentials", "the password is wrong, or there is no such user (trino.user, "
                    + "trino.password)"),
            Map.entry("Authentication failed: Unauthorized", "it demands a password, a token or a certificate "
                    + "(trino.password, trino.accessToken or trino.SSLKeyStorePath)"),
            Map.entry("JWT expired", "the token has expired (trino.accessToken)"),
            Map.entry("JWT early", "the token is not valid yet (trino.accessToken, or Trino's clock)"),
            Map.entry("Authentication failed: ", "it refuses the token, the certificate or the user: %s"),
            Map.entry(IMPERSONATION, "the user is not the one who signs in (trino.user must be the user "
                    + "of the password, the token or the certificate)"),
            Map.entry("Authentication over HTTP is not enabled", "it demands TLS (trino.SSL=true, and in trino.url its "
                    + "port for HTTPS)"),
            Map.entry("unexpected end of stream on http:", "it ends the connection, so perhaps it demands TLS "
                    + "(trino.SSL=true)"),
            Map.entry("TLS/SSL ", TLS_ONLY), Map.entry("cannot be set if SSLVerification is set to NONE", TLS_ONLY),
            Map.entry("Error setting up SSL: ", "a key store cannot be used: %s (trino.SSLTrustStorePath, "
                    + "trino.SSLKeyStorePath, and their passwords)"));

    private TrinoFailure() {}

    /** The message that there is no connection, without passwords. */
    public static String unreachable(String url, SQLException e) {
        return Secrets.hidden("Cannot reach Trino at %s: %s".formatted(url, in(e).orElseGet(e::getMessage)));
    }

    /** Why there is no connection; empty if Trino has let the client in, or cannot be reached at all. */
    public static Optional<String> in(SQLException e) {
        boolean isAnswer = e.getErrorCode() != 0; // to a query, so it may say anything
        return TlsFailure.in(e).or(() -> REASONS.stream()
                .filter(reason -> !isAnswer || reason.getKey().equals(IMPERSONATION))
                .flatMap(reason -> after(reason.getKey(), e).map(rest -> reason.getValue().formatted(rest)).stream())
                .findFirst());
    }

    private static Optional<String> after(String text, Throwable e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains(text)) {
            return Optional.of(message.substring(message.indexOf(text) + text.length()));
        }
        return Optional.ofNullable(e.getCause()).flatMap(cause -> after(text, cause));
    }
}
