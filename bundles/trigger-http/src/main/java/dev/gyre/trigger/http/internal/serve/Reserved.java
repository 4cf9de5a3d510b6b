package dev.gyre.trigger.http.internal.serve;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.gyre.api.app.AppInfo;

/**
 * Paths that are Gyre's: everything below {@code /.well-known/spin/} (Spin 0.6 and later) and, in applications of manifest
 * v1, {@code /healthz} (Spin 0.1 to 0.5). Immutable.
 */
public final class Reserved {
    private static final String WELL_KNOWN = "/.well-known/spin/";
    /** Reserved until Spin 0.5. Later versions leave it to applications, so one that has this very route keeps it. */
    public static final String HEALTHZ = "/healthz";

    private final byte[] info;
    private final boolean healthz;

    /** @param healthz whether {@value #HEALTHZ} is Gyre's */
    public Reserved(AppInfo app, boolean healthz) {
        this.info = json(app).getBytes(StandardCharsets.UTF_8);
        this.healthz = healthz;
    }

    /**
     * @param type    of the content
     * @param content empty for what is reserved and not there
     */
    record Answer(int status, Optional<String> type, byte[] content) {
    }

    private static final Answer OK = new Answer(200, Optional.empty(), "OK".getBytes(StandardCharsets.US_ASCII));
    private static final Answer NOT_FOUND = new Answer(404, Optional.empty(), new byte[0]);

    /** Nothing when the path is the application's. */
    Optional<Answer> answer(String path) {
        if (healthz && path.equals(HEALTHZ)) {
            return Optional.of(OK);
        }
        if (!path.startsWith(WELL_KNOWN)) {
            return Optional.empty();
        }
        return Optional.of(switch (path.substring(WELL_KNOWN.length())) {
            case "health" -> OK;
            case "info" -> new Answer(200, Optional.of("application/json"), info);
            default -> NOT_FOUND;
        });
    }

    /** As Spin prints it: two spaces, no line end. */
    private static String json(AppInfo app) {
        return "{\n  \"name\": " + quoted(app.name()) + ",\n  \"version\": " + quoted(app.version()) + "\n}";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
