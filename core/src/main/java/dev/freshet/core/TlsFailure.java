package dev.freshet.core;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says in plain words why a client did not trust a server's certificate, and what to change. */
public final class TlsFailure {
    private TlsFailure() {}

    /** Why there is no connection; empty if the failure is not one of TLS. */
    public static Optional<String> in(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return Optional.of("its certificate has expired, or is not valid yet");
            }
            if (cause instanceof CertPathBuilderException) {
                return Optional.of("its certificate is from an authority that is not trusted (SSLTrustStorePath must "
                        + "name a file with the authority's certificate)");
            }
            if (cause instanceof SSLPeerUnverifiedException
                    || cause instanceof CertificateException && message.startsWith("No ")) {
                return Optional.of("its certificate is for another host name (the URL must have one that the "
                        + "certificate has)");
            }
            if (cause instanceof SSLException
                    && message.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
                return Optional.of("it does not speak TLS at this port (the URL must have its port for HTTPS)");
            }
        }
        return Optional.empty();
    }
}
