package dev.gyre.runtime.internal.deploy;

import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.host.OutboundPolicy;

/**
 * Has the outbound policy read what each component may connect to before anything of the application serves, also of those that
 * import nothing that connects. Done once: the application goes on when the policy goes. For the application's owner thread.
 */
final class OutboundCheck {
    private static final String FIELD = "allowed_outbound_hosts";

    private final Application application;
    private boolean done;

    OutboundCheck(Application application) {
        this.application = application;
    }

    /**
     * @param policy the one there is now
     * @return what has to come first, in words
     * @throws dev.gyre.api.config.ConfigException for an entry that means nothing
     */
    Optional<String> missing(Optional<OutboundPolicy> policy) {
        if (done) {
            return Optional.empty();
        }
        Optional<Component> writes = application.components().stream().filter(this::writes).findFirst();
        if (policy.isEmpty() && writes.isPresent()) {
            return Optional.of("a bundle with an outbound policy, which reads " + FIELD + " of component \"" + writes.get().id() + "\" (dev.gyre.policy)");
        }
        policy.ifPresent(p -> application.components().forEach(c -> p.rules(application, c)));
        done = true;
        return Optional.empty();
    }

    /** Components of version 1 have entries nobody wrote, which are right. */
    private boolean writes(Component component) {
        return !component.allowedOutboundHosts().isEmpty()
                && (application.info().manifestVersion() > 1 || component.place().fields().containsKey(FIELD));
    }
}
