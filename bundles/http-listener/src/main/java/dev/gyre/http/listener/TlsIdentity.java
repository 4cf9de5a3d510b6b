package dev.gyre.http.listener;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.ssl.SslContextFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Position;
import dev.gyre.api.tls.PemFile;

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
        List<X509Certificate> chain = pem(files.certificate(), "tls-cert").certificates();
        return new TlsIdentity(pem(files.key(), "tls-key").keyOf(chain.getFirst(), files.certificate()), chain.toArray(Certificate[]::new));
    }

    private static PemFile pem(Path file, String field) {
        return new PemFile(file, problem -> new ConfigException(Position.of(file.toString()), field, problem));
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
