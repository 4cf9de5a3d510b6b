package dev.gyre.itests.hammer;

import java.util.Map;
import java.util.Set;

/**
 * A time in which events of some kinds may fail, because what receives them was taken away. Immutable.
 *
 * @param from as {@link System#nanoTime}
 * @param back for each stream of events, when the first of those was handled that began after everything was there again
 */
record Gap(Set<Kind> kinds, long from, Map<String, Long> back) {
    /** What receives a kind of event. Whatever else is done, none may fail. */
    enum Kind {
        /** The door, the runtime, and the command that serves the folder. */
        HTTP(Set.of("dev.gyre.http.listener", "dev.gyre.runtime", "dev.gyre.serve", "dev.gyre.cli", "org.apache.felix.scr")),
        /** The trigger, as nobody keeps messages while there is no subscription, and the command; the trigger keeps those that come without a runtime. */
        REDIS(Set.of("dev.gyre.trigger.redis", "dev.gyre.serve", "dev.gyre.cli", "org.apache.felix.scr"));

        final Set<String> receivers;

        Kind(Set<String> receivers) {
            this.receivers = receivers;
        }
    }

    /** An event that had begun before and was not yet over may fail, too. */
    boolean excuses(Kind kind, String stream, long begin, long end) {
        return kinds.contains(kind) && begin < back.getOrDefault(stream, from) && end > from;
    }
}
