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
     * @return how deep the request is, from 1
     * @throws OutboundFailure when it would be one too many; the message says who asked whom
     */
    static int check(HostContext event, String to, int deepest) {
        List<String> chain = new ArrayList<>(List.of(to));
        for (Optional<HostContext> at = Optional.of(event); at.isPresent(); at = at.get().cause()) {
            chain.addFirst(at.get().component().component().id());
        }
        int depth = chain.size() - 1;
        if (depth > deepest) {
            throw new OutboundFailure(OutboundFailure.Kind.LOOP, "components call each other more than " + deepest + " requests deep: " + String.join(" -> ", chain));
        }
        return depth;
    }
}
