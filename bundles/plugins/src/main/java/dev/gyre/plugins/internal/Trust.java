package dev.gyre.plugins.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;

import dev.gyre.api.GyreException;

/** The certificates of a key store, and who is signed for by them. For one thread and one jar. */
final class Trust {
    private final Set<X509Certificate> trusted = new HashSet<>();
    /** A jar has few signers and many entries. */
    private final Map<CodeSigner, Boolean> decided = new HashMap<>();

    /** @throws GyreException when the store cannot be read */
    Trust(Path store, char[] password) {
        try {
            if (!Files.isReadable(store)) {
                throw new IOException("there is no such file, or it may not be read");
            }
            KeyStore keys = KeyStore.getInstance(store.toFile(), password);
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.getCertificate(alias) instanceof X509Certificate certificate) {
                    trusted.add(certificate);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new GyreException("cannot be checked: the key store " + store + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether an entry that was read is signed by somebody trusted, or by whom they have certified. */
    boolean signed(JarEntry entry) {
        CodeSigner[] signers = entry.getCodeSigners();
        if (signers != null) {
            for (CodeSigner signer : signers) {
                if (decided.computeIfAbsent(signer, this::isTrusted)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The JDK has verified the signature, and nothing about the certificates that come with it. */
    private boolean isTrusted(CodeSigner signer) {
        List<X509Certificate> chain = new ArrayList<>();
        signer.getSignerCertPath().getCertificates().forEach(c -> chain.add((X509Certificate) c));
        Optional<Date> signed = Optional.ofNullable(signer.getTimestamp()).map(t -> t.getTimestamp());
        try {
            if (trusted.contains(chain.getFirst())) {
                chain.getFirst().checkValidity(signed.orElseGet(Date::new));
                return true;
            }
            chain.removeIf(trusted::contains);
            Set<TrustAnchor> anchors = new HashSet<>();
            trusted.forEach(c -> anchors.add(new TrustAnchor(c, null)));
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false); // there is nobody to ask
            signed.ifPresent(parameters::setDate);
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
