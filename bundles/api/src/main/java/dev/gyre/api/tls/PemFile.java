package dev.gyre.api.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;

import dev.gyre.api.GyreException;

/**
 * A file in PEM form (RFC 7468). Immutable; each method reads the file.
 *
 * @param problem makes the exception that is thrown of what is wrong, such as "there is no such file"
 */
public record PemFile(Path file, Function<String, ? extends RuntimeException> problem) {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    /** All certificates in it, in order; at least one. */
    public List<X509Certificate> certificates() {
        String text = text();
        try {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
                    .stream().map(X509Certificate.class::cast).toList();
            if (!all.isEmpty() && text.contains(BEGIN)) {
                return all;
            }
        } catch (CertificateException e) {
            throw problem.apply(text.contains(BEGIN) ? "has a damaged certificate: " + e.getMessage() : noCertificate());
        }
        throw problem.apply(noCertificate());
    }

    private static String noCertificate() {
        return "has no certificate in PEM form (\"" + BEGIN + "\")";
    }

    /** The first private key in it: PKCS #8, PKCS #1 or SEC 1. */
    public PrivateKey key() {
        String text = text();
        try {
            return PemKey.read(text);
        } catch (GyreException e) {
            throw problem.apply(e.getMessage());
        }
    }

    /** The same as {@link #key()}, which has to be the key of a certificate. */
    public PrivateKey keyOf(X509Certificate certificate, Path file) {
        PrivateKey key = key();
        if (!KeyPairs.belong(key, certificate.getPublicKey())) {
            throw problem.apply("is not the key of the first certificate in " + file);
        }
        return key;
    }

    private String text() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw problem.apply("there is no such file");
        } catch (IOException e) {
            throw problem.apply("cannot be read: " + e);
        }
    }
}
