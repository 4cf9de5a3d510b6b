package dev.gyre.component.internal.bind;

import java.util.Locale;

/** WIT names as Java names. Stateless. */
final class Kebab {
    private Kebab() {
    }

    /** {@code send-message} as {@code sendMessage}. */
    static String camel(String kebab) {
        String pascal = pascal(kebab);
        return pascal.substring(0, 1).toLowerCase(Locale.ROOT) + pascal.substring(1);
    }

    /** {@code DNS-timeout} as {@code DnsTimeout}. */
    static String pascal(String kebab) {
        StringBuilder out = new StringBuilder();
        for (String word : kebab.split("-")) {
            out.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }

    /** {@code not-found} as {@code NOT_FOUND}. */
    static String constant(String kebab) {
        return kebab.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
