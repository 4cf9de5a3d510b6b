package dev.gyre.runtime.internal.event;

import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.LogRate;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.runtime.internal.logs.Inert;

/** Tells the operator what a component's guests did: one entry with the guest's back-trace, of many a part. Thread-safe. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.guest");
    private static final int FRAMES = 32;

    private final LogRate rate = LogRate.ofFailures();

    /** @param what the export that was called, or what was being done */
    void report(String componentId, String what, TrapException e) {
        rate.tell(kept -> tell(componentId, what, e, LogRate.note(kept)));
    }

    private static void tell(String componentId, String what, TrapException e, String note) {
        String frames = e.frames().stream().limit(FRAMES).map(f -> "\n    at " + Inert.of(f.toString())).collect(Collectors.joining());
        String message = Inert.of(String.valueOf(e.getMessage())) + note;
        String more = e.frames().size() > FRAMES ? "\n    ... " + (e.frames().size() - FRAMES) + " more" : "";
        if (e.kind() == TrapKind.CANCELLED) {
            LOG.debug("component \"{}\": {} was cancelled: {}{}{}", componentId, what, message, frames, more);
        } else if (e.kind() == TrapKind.ENGINE_FAILURE) {
            LOG.error("component \"{}\": the engine failed in {}: {}{}{}", componentId, what, message, frames, more, e);
        } else {
            LOG.error("component \"{}\": {} failed: {}: {}{}{}", componentId, what, e.kind(), message, frames, more);
        }
    }
}
