package dev.gyre.http.listener;

import java.util.function.BooleanSupplier;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;

/**
 * Whether applications are on their way, as after a start or when the runtime was replaced: a request that nobody takes may be for one of
 * them. Thread-safe; never blocks.
 */
@Component(service = Arrivals.class)
public final class Arrivals implements BooleanSupplier {
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Deployments runtime;

    /** There while a folder is served. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile ServedApps served;

    @Override
    public boolean getAsBoolean() {
        Deployments now = runtime;
        ServedApps apps = served;
        return now == null || now.settling() || apps != null && apps.apps().stream().anyMatch(Arrivals::isComing);
    }

    /** It is being loaded, or the runtime it was in has gone. Of one that cannot be served it is known why. */
    private static boolean isComing(ServedApp app) {
        return app.deployment().map(d -> d.state() == Deployment.State.CLOSED).orElse(app.problem().isEmpty());
    }
}
