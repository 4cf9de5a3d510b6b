package dev.gyre.runtime.internal.cache;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.gyre.api.files.PrivateFiles;

/**
 * Proves that this user wrote something: compiled code is run without another look, so an entry that somebody else put into
 * the folder must not count. The secret is made at random once and kept where only the user can read it. Thread-safe.
 */
final class Seal {
    private static final String FILE = "secret";
    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Seal(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The seal of a folder, made on first use. Processes that come at the same time agree on one. */
    static Seal in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.notExists(file)) {
            byte[] fresh = new byte[BYTES];
            new SecureRandom().nextBytes(fresh);
            Path temporary = folder.resolve(FILE + "." + UUID.randomUUID() + PrivateFiles.TEMPORARY);
            try {
                PrivateFiles.write(temporary, fresh);
                // A link, not a move: it fails when another process was first, and nobody sees half a secret.
                Files.createLink(file, temporary);
            } catch (FileAlreadyExistsException e) {
                // the other one's counts
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
        PrivateFiles.secret(file);
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != BYTES) {
            throw new IOException("its file \"" + FILE + "\" has " + secret.length + " bytes, not " + BYTES + "; delete the folder");
        }
        return new Seal(secret);
    }

    byte[] of(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    boolean matches(byte[] message, byte[] seal) {
        return MessageDigest.isEqual(of(message), seal);
    }

    static byte[] sha256(byte[] bytes, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, offset, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
