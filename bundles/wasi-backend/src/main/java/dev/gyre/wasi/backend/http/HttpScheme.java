package dev.gyre.wasi.backend.http;

import java.util.Locale;

/** {@code scheme}. */
public sealed interface HttpScheme {
    /** http. */
    record Http() implements HttpScheme { }

    /** https. */
    record Https() implements HttpScheme { }

    /** Any other. */
    record Other(String name) implements HttpScheme { }

    static HttpScheme of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "http" -> new Http();
            case "https" -> new Https();
            default -> new Other(text);
        };
    }

    /** In lower case. */
    default String text() {
        return this instanceof Other other ? other.name.toLowerCase(Locale.ROOT) : getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
