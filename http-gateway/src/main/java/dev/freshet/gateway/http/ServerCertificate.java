package dev.freshet.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The endpoint's certificate and its private key, as PEM.
 *
 * @param certificate the endpoint's own, then those of the authorities that signed it
 * @param key PKCS#8, not encrypted, of RSA or an elliptic curve
 */
public record ServerCertificate(Path certificate, Path key) {
    /** Of the key store, which exists in memory only. */
    static final String PASSWORD = "memory";

    private static final Pattern KEY = Pattern
            .compile("(?s)-----BEGIN (\\w* ?)PRIVATE KEY-----(.+?)-----END \\w* ?PRIVATE KEY-----");

    /**
     * A key store with both.
     *
     * @throws IllegalArgumentException if one of the files cannot be used, or they do not fit each other
     */
    KeyStore read() {
        Certificate[] chain = chain();
        PrivateKey signing = privateKey(chain[0].getPublicKey());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("endpoint", signing, PASSWORD.toCharArray(), chain);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("Cannot use the certificate %s: %s".formatted(certificate,
                    e.getMessage()), e);
        }
    }

    /** The text of both files, by which a change is noticed. */
    String content() {
        return text(certificate) + text(key);
    }

    private Certificate[] chain() {
        byte[] pem = text(certificate).getBytes(StandardCharsets.ISO_8859_1);
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem)).toArray(Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Invalid certificate: %s (%s)".formatted(certificate, e.getMessage()),
                    e);
        }
        throw new IllegalArgumentException("Invalid certificate: %s (no certificate as PEM is in it)"
                .formatted(certificate));
    }

    private PrivateKey privateKey(PublicKey certified) {
        Matcher pem = KEY.matcher(text(key));
        if (!pem.find()) {
            throw new IllegalArgumentException(("Invalid key: %s (no private key as PEM is in it; out of a PKCS#12 "
                    + "file it comes with openssl pkcs12 -in FILE -nocerts -nodes | openssl pkey -out KEY)")
                    .formatted(key));
        }
        if (!pem.group(1).isEmpty()) {
            throw new IllegalArgumentException("Invalid key: %s (it is %s; make it an unencrypted PKCS#8 key: "
                    .formatted(key, pem.group().contains("ENCRYPTED") ? "encrypted" : "not PKCS#8")
                    + "openssl pkey -in %s -out KEY)".formatted(key));
        }
        try {
            PrivateKey own = KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(2))));
            if (isPair(own, certified)) {
                return own;
            }
        } catch (InvalidKeySpecException e) {
            throw doesNotFit(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Invalid key: %s (%s)".formatted(key, e.getMessage()), e);
        }
        throw doesNotFit(null);
    }

    private IllegalArgumentException doesNotFit(Exception cause) {
        return new IllegalArgumentException("Invalid key: %s (it does not fit the first certificate in %s, which must "
                .formatted(key, certificate) + "be the endpoint's own)", cause);
    }

    private static boolean isPair(PrivateKey own, PublicKey certified) throws GeneralSecurityException {
        String algorithm = switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> throw new GeneralSecurityException("use RSA or an elliptic curve instead of "
                    + certified.getAlgorithm());
        };
        byte[] signed = certified.getEncoded();
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(own);
        signature.update(signed);
        byte[] made = signature.sign();
        signature.initVerify(certified);
        signature.update(signed);
        return signature.verify(made);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read %s: %s".formatted(file,
                    e instanceof NoSuchFileException ? "there is no such file" : e.getMessage()), e);
        }
    }
}
