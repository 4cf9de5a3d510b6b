package dev.gyre.trigger.http.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.SelfOrigins;
import dev.gyre.api.host.ServiceChaining;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.HttpResponse;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.http.listener.Listeners;
import dev.gyre.http.listener.TlsIdentity;
import dev.gyre.trigger.http.internal.config.HttpConfig;
import dev.gyre.trigger.http.internal.executor.Executors;
import dev.gyre.trigger.http.internal.serve.Causes;

/**
 * The HTTP trigger: listeners that applications have to themselves or share, routes as in Spin, and executors that may be exchanged
 * while they serve. Thread-safe.
 */
@Capability(namespace = "dev.gyre.trigger", name = "http")
@Component(service = {Trigger.class, SelfOrigins.class, ServiceChaining.class}, property = Trigger.PROPERTY + "=http")
public final class HttpTrigger implements Trigger, HttpApp.Shared, SelfOrigins, ServiceChaining {
    /** Request bodies may take this part of the heap: a fourth. */
    private static final long BODIES_SHARE = 4;

    private final Executors executors = new Executors();
    private final Causes causes = new Causes();
    private final HeapBudget bodies;
    private final Listeners listeners;
    private final Set<HttpApp> running = ConcurrentHashMap.newKeySet();

    /** @param listeners which outlive this bundle */
    @Activate
    public HttpTrigger(@Reference Listeners listeners) {
        this(listeners, new HeapBudget(Runtime.getRuntime().maxMemory() / BODIES_SHARE));
    }

    HttpTrigger(Listeners listeners, HeapBudget bodies) {
        this.listeners = listeners;
        this.bodies = bodies;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(" + HttpExecutor.PROPERTY + "=*)")
    public void bindExecutor(HttpExecutor executor, Map<String, Object> properties) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer i ? i : 0;
        types(properties).forEach(type -> executors.bind(type, executor, ranking));
    }

    public void unbindExecutor(HttpExecutor executor, Map<String, Object> properties) {
        types(properties).forEach(type -> executors.unbind(type, executor));
    }

    private static List<String> types(Map<String, Object> properties) {
        return switch (properties.get(HttpExecutor.PROPERTY)) {
            case String one -> List.of(one);
            case String[] several -> List.of(several);
            case Collection<?> several -> several.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    @Override
    public String type() {
        return "http";
    }

    @Override
    public ConfiguredTrigger configure(TriggerContext context) {
        HttpConfig config = HttpConfig.read(context);
        Optional<TlsIdentity> tls = config.tls().map(TlsIdentity::read);
        return new ConfiguredTrigger() {
            @Override
            public RunningTrigger start() {
                return start(Optional.empty());
            }

            @Override
            public RunningTrigger startInPlaceOf(RunningTrigger predecessor) {
                return start(predecessor instanceof HttpApp app ? Optional.of(app) : Optional.empty());
            }

            private RunningTrigger start(Optional<HttpApp> before) {
                HttpApp app = HttpApp.start(config, tls, context.execution(), HttpTrigger.this, before, running::remove);
                running.add(app);
                return app;
            }
        };
    }

    @Override
    public Optional<SelfOrigin> of(Application application) {
        return running(application).map(HttpApp::origin);
    }

    @Override
    public void handle(Application application, String component, HttpRequest request, HttpResponse response) throws IOException {
        running(application).orElseThrow(() -> new GyreException("application \"" + application.info().name() + "\" does not answer HTTP"))
                .chained().handle(component, request, response);
    }

    @Override
    public Optional<Ticket> ticket(HostContext event) {
        return Optional.of(causes.ticket(event));
    }

    @Override
    public Causes causes() {
        return causes;
    }

    private Optional<HttpApp> running(Application application) {
        Optional<HttpApp> same = running.stream().filter(a -> a.application() == application).findFirst();
        return same.or(() -> running.stream().filter(a -> a.application().info().name().equals(application.info().name())).findFirst());
    }

    @Override
    public Executors executors() {
        return executors;
    }

    @Override
    public HeapBudget bodies() {
        return bodies;
    }

    @Override
    public Listeners listeners() {
        return listeners;
    }

    @Deactivate
    public void stop() {
        running.forEach(HttpApp::close);
    }
}
