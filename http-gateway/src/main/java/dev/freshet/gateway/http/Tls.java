package dev.freshet.gateway.http;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS with the endpoint's certificate, which is replaced while connections are open. */
final class Tls {
    private static final Logger log = LoggerFactory.getLogger(Tls.class);

    private final ServerCertificate certificate;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private String tried;

    /** @throws IllegalArgumentException if the certificate or its key cannot be used */
    Tls(ServerCertificate certificate) {
        this.certificate = certificate;
        this.tried = certificate.content();
        factory.setKeyStore(certificate.read());
        factory.setKeyStorePassword(ServerCertificate.PASSWORD);
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    /** Takes over changed files. Of those that cannot be used, or not yet, the ones before stay. */
    void renew() {
        try {
            String now = certificate.content();
            if (!now.equals(tried)) {
                tried = now;
                factory.reload(changed -> changed.setKeyStore(certificate.read()));
                log.info("The certificate {} has been renewed", certificate.certificate());
            }
        } catch (Exception e) {
            log.warn("The endpoint keeps its old certificate: {}", e.getMessage());
        }
    }
}
