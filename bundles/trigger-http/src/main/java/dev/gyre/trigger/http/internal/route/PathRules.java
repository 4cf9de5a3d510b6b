package dev.gyre.trigger.http.internal.route;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which request paths are served. Routes are matched with the path as sent, and guests get it as sent, so nothing is decoded
 * or normalised on the way. That is safe because a path that decodes to something else than it looks like is refused:
 *
 * <ul>
 * <li>segments {@code .} and {@code ..}, however encoded, alone or before {@code ;}, and also behind an encoded slash or
 * backslash: clients remove dot segments before they send, so only attacks have them;
 * <li>control characters, NUL among them, and backslashes, encoded or not;
 * <li>a percent sign without two hexadecimal digits, and bytes that are no UTF-8 (overlong forms among them).
 * </ul>
 *
 * <p>An encoded slash ({@code %2F}) is data in its segment and separates nothing. Empty segments, {@code ;parameters}, letter
 * case and trailing slashes mean nothing special. Whoever decodes an accepted path once finds the same segments or more,
 * and never a way up. Stateless.
 */
public final class PathRules {
    private PathRules() {
    }

    /** What is wrong with a path; nothing when it may be served. */
    public static Optional<String> problem(String path) {
        if (!path.startsWith("/")) {
            return Optional.of("the path does not start with a slash");
        }
        // Nearly all paths are plain; decoding is for the others.
        return plain(path) ? Optional.empty() : decode(path);
    }

    private static boolean plain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '%' || c == '\\' || c == '.' && path.charAt(i - 1) == '/') {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> decode(String path) {
        ByteBuffer bytes = ByteBuffer.allocate(path.length());
        for (int i = 0; i < path.length(); i++) {
            int c = path.charAt(i);
            if (c == '%') {
                c = i + 2 < path.length() ? hex(path.charAt(i + 1)) << 4 | hex(path.charAt(i + 2)) : -1;
                if (c < 0) {
                    return Optional.of("a percent sign is not followed by two hexadecimal digits");
                }
                i += 2;
            } else if (c > 0xff) {
                return Optional.of("a character is not encoded");
            }
            if (c < ' ' || c == 0x7f || c == '\\') {
                return Optional.of("a control character or backslash");
            }
            bytes.put((byte) c);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return Optional.of("bytes that are no UTF-8");
        }
        for (String segment : text.split("/")) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (name.equals(".") || name.equals("..")) {
                return Optional.of("a dot segment");
            }
        }
        return Optional.empty();
    }

    private static int hex(char c) {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        return digit < 0 ? -0x1000 : digit;
    }
}
