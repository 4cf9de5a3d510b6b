package dev.gyre.locked;

import java.util.Optional;

/**
 * Where content is. At least one of the three is there.
 *
 * @param source a URI, such as that of a file
 * @param inline the content itself, which is short; nobody changes it
 * @param digest {@code sha256:<hex>} of the content
 */
public record ContentRef(Optional<String> source, Optional<byte[]> inline, Optional<String> digest) {
    public static ContentRef source(String uri) {
        return new ContentRef(Optional.of(uri), Optional.empty(), Optional.empty());
    }
}
