package dev.gyre.blobs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;

/**
 * The SHA-256 of some bytes, which is their name.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String PREFIX = "sha256:";

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new GyreException("\"" + shown(hex) + "\" is no SHA-256: it must be 64 hexadecimal digits in lower case");
        }
    }

    /** @param text {@code sha256:<hex>} */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new GyreException("\"" + shown(text) + "\" is no digest Gyre can check: it must be \"" + PREFIX + "\" and 64 hexadecimal digits");
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    public static Digest of(byte[] content) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(content)));
    }

    /** What a {@link #sha256} has come to. */
    public static Digest of(MessageDigest finished) {
        return new Digest(HexFormat.of().formatHex(finished.digest()));
    }

    /** For content that comes in pieces. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 97) + "...";
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
