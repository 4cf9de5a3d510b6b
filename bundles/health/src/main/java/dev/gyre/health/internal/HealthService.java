package dev.gyre.health.internal;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.serve.ServedApps;
import dev.gyre.api.serve.ServerState;

/**
 * Registers the container's health checks, and answers for all there are when whoever serves says where. Any bundle adds checks: services
 * {@link HealthCheck} with the tag {@code live}, {@code ready} or {@code startup}. Thread-safe.
 */
@Component(immediate = true, service = {})
public final class HealthService {
    private static final Logger LOG = LoggerFactory.getLogger(HealthService.class);

    private final Checks checks = new Checks();
    private final List<ServiceRegistration<?>> registered = new ArrayList<>();
    private final Optional<HealthServer> server;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Deployments runtime;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile ServedApps served;

    @Activate
    public HealthService(BundleContext context, @Reference ServerState state) {
        ContainerChecks own = new ContainerChecks(() -> Optional.of(state), () -> Optional.ofNullable(runtime), () -> Optional.ofNullable(served));
        for (Aspect aspect : Aspect.values()) {
            HealthCheck check = () -> own.of().apply(aspect);
            Map<String, Object> properties = Map.of(HealthCheck.NAME, "gyre", HealthCheck.TAGS, new String[] {aspect.tag()});
            registered.add(context.registerService(HealthCheck.class, check, new Hashtable<>(properties)));
        }
        server = state.healthAddress().flatMap(address -> {
            try {
                HealthServer made = new HealthServer(address, checks::run);
                System.out.println("Health checks are at http://" + made.address().getHostString() + ":" + made.address().getPort() + "/ready (also /live, /startup)");
                return Optional.of(made);
            } catch (GyreException e) {
                LOG.error("{}", e.getMessage());
                return Optional.empty();
            }
        });
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindCheck(HealthCheck check, Map<String, Object> properties) {
        checks.add(check, properties);
    }

    void updatedCheck(HealthCheck check, Map<String, Object> properties) {
        checks.add(check, properties);
    }

    void unbindCheck(HealthCheck check) {
        checks.remove(check);
    }

    @Deactivate
    void stop() {
        server.ifPresent(HealthServer::close);
        registered.forEach(HealthService::unregister);
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // this bundle is being stopped, which has unregistered it
        }
    }
}
