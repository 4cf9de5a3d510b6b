package dev.gyre.host.http.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.host.HostContext;

/** Keeps requests of an application to itself from going on for ever. Stateless. */
final class Depth {
    private Depth() {
    }

    /**
     * @param to      whom the event wants to ask
     * @param deepest requests one within the other at most
     * @throws OutboundFailure when it would be one too many; the message says who asked whom
     */
    static void check(HostContext event, String to, int deepest) {
        List<String> chain = new ArrayList<>(List.of(to));
        for (Optional<HostContext> at = Optional.of(event); at.isPresent(); at = at.get().cause()) {
            chain.addFirst(at.get().component().component().id());
        }
        if (chain.size() - 1 > deepest) {
            throw new OutboundFailure(OutboundFailure.Kind.LOOP, "components call each other more than " + deepest + " requests deep: " + String.join(" -> ", chain));
        }
    }
}
