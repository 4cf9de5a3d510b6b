package dev.gyre.itests.component.conformance;

import java.util.Locale;
import java.util.Map;

/** Whether two messages say that the same thing went wrong. Stateless. */
final class Messages {
    /** The suite has Wasmtime's words; where ours differ, what ours must contain. */
    private static final Map<String, String> OURS = Map.of(
            "wasm `unreachable` instruction executed", "unreachable",
            "invalid `char` bit pattern", "invalid `char`",
            "invalid variant discriminant", "unexpected discriminant",
            "incomplete utf-8 byte sequence", "invalid utf-8",
            "list content out-of-bounds", "out-of-bounds",
            "string pointer/length out of bounds of memory", "string content out-of-bounds",
            "handle index 1 used with the wrong type, expected guest-defined resource but found a different guest-defined resource",
            "handle index used with the wrong type");

    private Messages() {
    }

    static boolean agree(String wanted, String given) {
        String ours = OURS.getOrDefault(wanted, wanted);
        return given.toLowerCase(Locale.ROOT).contains(ours.toLowerCase(Locale.ROOT));
    }
}
