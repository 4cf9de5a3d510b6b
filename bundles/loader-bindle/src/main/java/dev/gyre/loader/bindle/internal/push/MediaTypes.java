package dev.gyre.loader.bindle.internal.push;

import java.net.FileNameMap;
import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Guesses the media type of a file by its name. Stateless. */
final class MediaTypes {
    /** What the JDK's list does not have, or has differently from the one Spin used (the crate mime_guess). */
    private static final Map<String, String> MORE = Map.ofEntries(Map.entry("md", "text/markdown"), Map.entry("toml", "text/x-toml"),
            Map.entry("js", "application/javascript"), Map.entry("mjs", "application/javascript"), Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"), Map.entry("wasm", "application/wasm"), Map.entry("woff", "font/woff"), Map.entry("woff2", "font/woff2"),
            Map.entry("ico", "image/x-icon"), Map.entry("css", "text/css"), Map.entry("xml", "text/xml"), Map.entry("webp", "image/webp"),
            Map.entry("hbs", "text/x-handlebars-template"), Map.entry("yaml", "text/x-yaml"), Map.entry("yml", "text/x-yaml"));
    private static final FileNameMap NAMES = URLConnection.getFileNameMap();

    private MediaTypes() {
    }

    static String of(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(MORE.get(extension)).or(() -> Optional.ofNullable(NAMES.getContentTypeFor(fileName)))
                .orElse("application/octet-stream");
    }
}
