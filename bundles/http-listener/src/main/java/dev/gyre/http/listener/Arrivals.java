package dev.gyre.http.listener;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;
import dev.gyre.api.serve.ServerState;

/**
 * Whether applications are on their way, as after a start or when the runtime was replaced, or are leaving because the container stops: a
 * request that nobody takes may be for one of them. The services are looked up when one asks: the runtime refers to triggers, and those to
 * listeners, so references back would close a circle. Thread-safe; hardly ever blocks.
 */
@Component(service = Arrivals.class)
public final class Arrivals implements BooleanSupplier {
    private final BundleContext context;

    @Activate
    public Arrivals(BundleContext context) {
        this.context = context;
    }

    @Override
    public boolean getAsBoolean() {
        try {
            return ask(ServerState.class, server -> server.phase() == ServerState.Phase.STOPPING).orElse(false)
                    || ask(Deployments.class, Deployments::settling).orElse(true)
                    || ask(ServedApps.class, apps -> apps.apps().stream().anyMatch(Arrivals::isComing)).orElse(false);
        } catch (IllegalStateException e) {
            return true; // this bundle, or whom it asks, goes
        }
    }

    /** @return nothing when there is no such service */
    private <S> Optional<Boolean> ask(Class<S> type, Function<S, Boolean> question) {
        ServiceReference<S> reference = context.getServiceReference(type);
        S service = reference == null ? null : context.getService(reference);
        if (service == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.apply(service));
        } finally {
            context.ungetService(reference);
        }
    }

    /** It is being loaded, or the runtime it was in has gone. Of one that cannot be served it is known why. */
    private static boolean isComing(ServedApp app) {
        return app.deployment().map(d -> d.state() == Deployment.State.CLOSED).orElse(app.problem().isEmpty());
    }
}
