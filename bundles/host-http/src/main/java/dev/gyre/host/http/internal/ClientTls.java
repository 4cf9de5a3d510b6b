package dev.gyre.host.http.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.eclipse.jetty.util.ssl.SslContextFactory;

import dev.gyre.api.GyreException;

/** Whom a component trusts when it connects to some hosts, and how it proves itself to them. Immutable. */
final class ClientTls {
    private final SslContextFactory.Client factory = new SslContextFactory.Client();

    /** What a client proves itself with. The chain begins with the certificate of the key. */
    record Identity(List<X509Certificate> chain, PrivateKey key) {
    }

    /**
     * @param usual whether those are trusted whom the JDK trusts
     * @param roots who is trusted, too
     */
    ClientTls(boolean usual, List<X509Certificate> roots, Optional<Identity> identity) {
        // The key store never leaves memory; the JDK just wants one.
        char[] password = UUID.randomUUID().toString().toCharArray();
        try {
            KeyStore keys = empty();
            if (identity.isPresent()) {
                keys.setKeyEntry("gyre", identity.get().key(), password, identity.get().chain().toArray(X509Certificate[]::new));
            }
            KeyManagerFactory proving = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            proving.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(proving.getKeyManagers(), trusting(usual, roots).getTrustManagers(), null);
            factory.setSslContext(context);
            factory.start();
        } catch (Exception e) {
            throw new GyreException("certificates cannot be used for tls: " + e, e);
        }
    }

    private static TrustManagerFactory trusting(boolean usual, List<X509Certificate> roots) throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        int number = 0;
        for (X509Certificate root : roots) {
            trusted.setCertificateEntry("root-" + number++, root);
        }
        if (usual) {
            TrustManagerFactory jdk = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            jdk.init((KeyStore) null);
            for (X509Certificate root : ((X509TrustManager) jdk.getTrustManagers()[0]).getAcceptedIssuers()) {
                trusted.setCertificateEntry("usual-" + number++, root);
            }
        }
        TrustManagerFactory made = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        made.init(trusted);
        return made;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    SslContextFactory.Client factory() {
        return factory;
    }
}
