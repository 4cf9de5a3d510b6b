package dev.gyre.bindle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;

/**
 * What a bindle is called: {@code name/version}. A name may have slashes.
 *
 * @param version as it was written
 */
public record BindleId(String name, SemanticVersion version) {
    /** What an id may not contain: it is part of URLs, and an at sign separates it from a parcel there. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\s@?#%\\\\:]");
    private static final String SCHEME = "bindle:";

    public BindleId {
        if (name.isEmpty() || name.startsWith("/") || name.endsWith("/") || name.contains("//") || FORBIDDEN.matcher(name).find()
                || (name + "/").contains("../") || name.startsWith("_")) {
            throw new GyreException("\"" + name + "\" cannot be the name of a bindle; use letters, digits, '-', '_', '.' and '/'");
        }
    }

    /**
     * @param text {@code name/version}, with or without {@code bindle:} before it
     * @throws GyreException for anything else
     */
    public static BindleId parse(String text) {
        String id = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
        int slash = id.lastIndexOf('/');
        if (slash < 1 || slash == id.length() - 1) {
            throw new GyreException("\"" + text + "\" is no bindle id; it must be name/version, such as hello/1.0.0");
        }
        return new BindleId(id.substring(0, slash), SemanticVersion.parse(id.substring(slash + 1)));
    }

    /** SHA-256 of the id, which names its folder wherever bindles are files. */
    public String sha() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
