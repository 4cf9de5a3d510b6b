package dev.gyre.api.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;

/** Private keys in PEM: PKCS #8, and the older PKCS #1 and SEC 1. Stateless. */
final class PemKey {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PemKey() {
    }

    /**
     * The first private key of a file, as Spin takes it.
     *
     * @throws GyreException saying what the text is instead
     */
    static PrivateKey read(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new GyreException("has no private key in PEM form (\"-----BEGIN PRIVATE KEY-----\")");
        }
        byte[] content;
        try {
            content = Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw new GyreException("has a private key that is no base64, or is encrypted: decrypt it with openssl pkcs8");
        }
        return decode(switch (block.group(1)) {
            case "PRIVATE KEY" -> content;
            case "RSA PRIVATE KEY" -> Der.wrapRsa(content);
            case "EC PRIVATE KEY" -> Der.wrapEc(content);
            default -> throw new GyreException("has a key of a kind that is not supported, \"" + block.group(1)
                    + "\"; convert it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEWKEY");
        });
    }

    private static PrivateKey decode(byte[] pkcs8) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // It may be a key of the next algorithm.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new GyreException("has a private key that is damaged or none of " + String.join(", ", ALGORITHMS));
    }
}
