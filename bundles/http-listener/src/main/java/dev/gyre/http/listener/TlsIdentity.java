package dev.gyre.http.listener;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.UUID;

import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.ssl.SslContextFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Position;

/** What a listener proves itself with: a certificate chain and its key, read once. Immutable. */
public final class TlsIdentity {
    private final PrivateKey key;
    private final Certificate[] chain;

    private TlsIdentity(PrivateKey key, Certificate[] chain) {
        this.key = key;
        this.chain = chain;
    }

    /** @throws ConfigException naming the file that cannot be used */
    public static TlsIdentity read(TlsFiles files) {
        Certificate[] chain = chain(files.certificate());
        PrivateKey key;
        try {
            key = PemKey.read(text(files.key(), "tls-key"));
        } catch (GyreException e) {
            throw e instanceof ConfigException ? e : problem(files.key(), "tls-key", e.getMessage());
        }
        if (!belongs(key, chain[0].getPublicKey())) {
            throw problem(files.key(), "tls-key", "is not the key of the first certificate in " + files.certificate());
        }
        return new TlsIdentity(key, chain);
    }

    private static Certificate[] chain(Path file) {
        byte[] text = text(file, "tls-cert").getBytes(StandardCharsets.US_ASCII);
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text)).toArray(Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (CertificateException e) {
            throw problem(file, "tls-cert", "has a damaged certificate: " + e.getMessage());
        }
        throw problem(file, "tls-cert", "has no certificate in PEM form (\"-----BEGIN CERTIFICATE-----\")");
    }

    private static String text(Path file, String field) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw problem(file, field, "there is no such file");
        } catch (IOException e) {
            throw problem(file, field, "cannot be read: " + e);
        }
    }

    private static ConfigException problem(Path file, String field, String problem) {
        return new ConfigException(Position.of(file.toString()), field, problem);
    }

    /** Whether what the one signs the other verifies. */
    private static boolean belongs(PrivateKey key, PublicKey certified) {
        String algorithm = switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> certified.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlsIdentity t && key.equals(t.key) && Arrays.equals(chain, t.chain);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(chain);
    }

    SslContextFactory.Server contextFactory() {
        // The key store never leaves memory; Jetty just wants one.
        String password = UUID.randomUUID().toString();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("gyre", key, password.toCharArray(), chain);
            SslContextFactory.Server factory = new SslContextFactory.Server();
            factory.setKeyStore(store);
            factory.setKeyStorePassword(password);
            // HTTP/2 forbids most ciphers of TLS 1.2 (RFC 9113, 9.2.2); the allowed ones come first.
            factory.setCipherComparator(HTTP2Cipher.COMPARATOR);
            factory.setUseCipherSuitesOrder(true);
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            throw new GyreException("certificate and key cannot be used for tls: " + e, e);
        }
    }
}
