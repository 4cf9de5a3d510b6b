package dev.gyre.host.http.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Derived;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.api.host.ServiceChaining;
import dev.gyre.api.service.ServiceFiles;

/** The one client, the one policy and the settings under every face of outbound HTTP. Thread-safe. */
@Component(service = {HttpClients.class, RuntimeConfigSection.class}, configurationPid = HttpClients.PID,
        property = {RuntimeConfigSection.PROPERTY + "=" + ConnectionRules.SECTION, RuntimeConfigSection.PROPERTY + "=" + ClientTlsTable.SECTION})
public final class HttpClients implements RuntimeConfigSection {
    private static final Logger LOG = LoggerFactory.getLogger(HttpClients.class);
    static final String PID = "dev.gyre.host.http";

    private final OutboundPolicy policy;
    private volatile HttpSettings settings;
    private final SslContextFactory.Client tls;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Backend> backend = Optional.empty();
    private boolean closed;
    private final Derived<ConnectionRules> connections = new Derived<>(ConnectionRules::read);
    private final Derived<ClientTlsTable> clientTls = new Derived<>(ClientTlsTable::read);
    /** Who answers requests of components to each other; comes and goes with whoever listens for HTTP. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile ServiceChaining chaining;

    @Activate
    public HttpClients(@Reference OutboundPolicy policy, HttpConfig config, Map<String, Object> properties) {
        this(policy, HttpSettings.of(Configurations.defaults(HttpConfig.class)), new SslContextFactory.Client());
        modified(config, properties);
    }

    HttpClients(OutboundPolicy policy, HttpSettings settings, SslContextFactory.Client tls) {
        this.policy = policy;
        this.settings = settings;
        this.tls = tls;
    }

    /** Holds for the next request. */
    @Modified
    void modified(HttpConfig config, Map<String, Object> properties) {
        lock.lock();
        try {
            settings = Configurations.changed(settings, HttpConfig.class, PID, properties, () -> HttpSettings.of(config), LOG::error);
            backend.ifPresent(b -> b.change(settings));
        } finally {
            lock.unlock();
        }
    }

    @Deactivate
    void close() {
        lock.lock();
        try {
            closed = true;
            backend.ifPresent(Backend::close);
        } finally {
            lock.unlock();
        }
    }

    /** Made when the first component wants it: most applications call nobody, and Jetty's client takes a tenth of the start. */
    Backend backend() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("outbound HTTP has stopped");
            }
            if (backend.isEmpty()) {
                backend = Optional.of(ServiceFiles.visible(HttpClients.class, "org.eclipse.jetty.", () -> new Backend(settings, tls)));
            }
            return backend.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void check(Application application, String key) {
        if (key.equals(ClientTlsTable.SECTION)) {
            ClientTlsTable.unknownComponents(application).forEach(e -> LOG.warn("{}; what is said of it is ignored", e.getMessage()));
            clientTls.of(application.runtimeConfig());
        } else {
            connections.of(application.runtimeConfig());
        }
    }

    @Override
    public List<Path> files(ConfigTable file, String key) {
        return key.equals(ClientTlsTable.SECTION) ? ClientTlsTable.files(file) : List.of();
    }

    Optional<ServiceChaining> chaining() {
        return Optional.ofNullable(chaining);
    }

    /**
     * For a request of an event to its application's own listener.
     *
     * @throws OutboundFailure when that would be one too many, one within the other
     */
    OwnRequest own(HostContext event) {
        int depth = Depth.check(event, "self", settings.depth());
        return new OwnRequest(chaining().flatMap(c -> c.ticket(event)), depth);
    }

    HttpSettings settings() {
        return settings;
    }

    OutboundRules rules(ComponentContext component) {
        return policy.rules(component.application(), component.component());
    }

    Requester requester(ComponentContext component) {
        Application application = component.application();
        return new Requester(application.info().name() + "/" + component.component().id(), connections.of(application.runtimeConfig()).within(policy.connections(application)),
                clientTls.of(application.runtimeConfig()).of(component.component()));
    }
}
