package dev.gyre.health.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is asked for: the tag of the checks ({@code hc.tags}) and the path. */
enum Aspect {
    /** The process works; if not, it is to be restarted. */
    LIVE,
    /** It may be sent events. */
    READY,
    /** It has begun: until then the others say nothing. */
    STARTUP;

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of a path such as {@code /ready}. */
    static Optional<Aspect> of(String path) {
        return Arrays.stream(values()).filter(a -> path.equals("/" + a.tag())).findFirst();
    }
}
