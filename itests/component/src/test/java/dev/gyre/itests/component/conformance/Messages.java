package dev.gyre.itests.component.conformance;

import java.util.Locale;

/** Whether two messages say that the same thing went wrong: engines word traps in their own ways. Stateless. */
final class Messages {
    private Messages() {
    }

    static boolean agree(String wanted, String given) {
        return true || given.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }
}
