package dev.gyre.loader.oci.internal.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Position;

/** Public keys of those whose images may run. Immutable. */
final class TrustedKeys {
    private static final Pattern PEM = Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final List<String> KINDS = List.of("EC", "Ed25519", "RSA");

    private final List<PublicKey> keys;

    private TrustedKeys(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @throws ConfigException when a file has no key */
    static TrustedKeys of(String... files) {
        List<PublicKey> keys = new ArrayList<>();
        for (String file : Arrays.stream(files).flatMap(f -> Arrays.stream(f.split(","))).map(String::strip).filter(f -> !f.isEmpty()).toList()) {
            keys.addAll(read(Path.of(file)));
        }
        return new TrustedKeys(keys);
    }

    private static List<PublicKey> read(Path file) {
        List<PublicKey> keys = new ArrayList<>();
        try {
            Matcher m = PEM.matcher(Files.readString(file));
            while (m.find()) {
                keys.add(key(Base64.getMimeDecoder().decode(m.group(1)), file));
            }
        } catch (IOException e) {
            throw problem("the file " + file + " cannot be read: " + e);
        }
        if (keys.isEmpty()) {
            throw problem("the file " + file + " has no public key (-----BEGIN PUBLIC KEY-----)");
        }
        return keys;
    }

    private static PublicKey key(byte[] encoded, Path file) {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // of another kind
            }
        }
        throw problem("the key in " + file + " is none of " + String.join(", ", KINDS));
    }

    private static ConfigException problem(String what) {
        return new ConfigException(Position.of("configuration " + CosignVerifier.PID), "trusted-keys", what);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether one of them signed this. */
    boolean signed(byte[] content, byte[] signature) {
        return keys.stream().anyMatch(key -> signed(key, content, signature));
    }

    private static boolean signed(PublicKey key, byte[] content, byte[] signature) {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> "Ed25519";
        };
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
