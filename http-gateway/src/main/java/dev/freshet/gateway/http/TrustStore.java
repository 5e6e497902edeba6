package dev.freshet.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates of the authorities that may have signed Trino's certificate.
 *
 * @param file certificates as PEM, or a key store
 * @param password of the key store
 */
public record TrustStore(Path file, Optional<String> password) {
    /** @throws IllegalArgumentException if the file cannot be used */
    SSLContext context() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(certificates());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("Invalid trust store: %s (%s)".formatted(file, e.getMessage()), e);
        }
    }

    private KeyStore certificates() throws IOException, GeneralSecurityException {
        byte[] content = Files.readAllBytes(file);
        if (!new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")) {
            return KeyStore.getInstance(file.toFile(), password.map(String::toCharArray).orElse(null));
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(
                new ByteArrayInputStream(content))) {
            store.setCertificateEntry("authority-" + store.size(), each);
        }
        return store;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TrustStore[" + file + "]";
    }
}
