package dev.gyre.runtime.internal.logs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Turns a component's id into a file name that is safe on every file system. Stateless. */
final class FileNames {
    private static final int LONGEST = 100;
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6",
            "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private FileNames() {
    }

    /**
     * The id itself when it is safe. Otherwise what is left of it (as Spin does) and a part of its hash, so that two ids
     * never share a file.
     */
    static String of(String id) {
        String kept = id.replaceAll("[\\p{Cntrl}/?<>\\\\:*|\"]", "").replaceAll("^[. ]+|[. ]+$", "");
        if (kept.length() > LONGEST) {
            kept = kept.substring(0, LONGEST);
        }
        String stem = kept.split("\\.", 2)[0].toLowerCase(Locale.ROOT);
        return kept.equals(id) && !kept.isEmpty() && !DEVICES.contains(stem) ? id : kept + "-" + hash(id);
    }

    private static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
