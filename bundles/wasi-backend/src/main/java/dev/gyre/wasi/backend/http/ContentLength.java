package dev.gyre.wasi.backend.http;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** What a message's head says of its body's length. Stateless. */
final class ContentLength {
    private static final int MAX_DIGITS = 18;

    private ContentLength() {
    }

    /** Nothing when there is no field, or one that is no number, which whoever sends the message refuses. */
    static OptionalLong of(Fields headers) {
        for (byte[] value : headers.get("content-length")) {
            String text = new String(value, StandardCharsets.ISO_8859_1).strip();
            if (!text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return OptionalLong.of(Long.parseLong(text));
            }
        }
        return OptionalLong.empty();
    }
}
