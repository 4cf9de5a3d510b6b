package dev.gyre.host.http.internal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.service.ServiceFiles;

/** Outbound HTTP for core modules: two interfaces of 2022 over one client and one policy. */
@Component(service = HostModule.class, configurationPid = HttpHostModule.PID)
public final class HttpHostModule implements HostModule {
    static final String PID = "dev.gyre.host.http";

    private final OutboundPolicy policy;
    private final HttpSettings settings;
    private final SslContextFactory.Client tls;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Backend> backend = Optional.empty();
    private boolean closed;

    /** @throws dev.gyre.api.config.ConfigException for a limit that is none */
    @Activate
    public HttpHostModule(@Reference OutboundPolicy policy, HttpConfig config) {
        this(policy, HttpSettings.of(config), new SslContextFactory.Client());
    }

    HttpHostModule(OutboundPolicy policy, HttpSettings settings, SslContextFactory.Client tls) {
        this.policy = policy;
        this.settings = settings;
        this.tls = tls;
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
    private Backend backend() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("outbound HTTP has stopped");
            }
            if (backend.isEmpty()) {
                backend = Optional.of(ServiceFiles.visible(HttpHostModule.class, "org.eclipse.jetty.", () -> new Backend(settings, tls)));
            }
            return backend.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Set<String> importModules() {
        return Set.of(WasiOutboundHttp.MODULE, WasiExperimentalHttp.MODULE);
    }

    @Override
    public BoundHostModule bind(ComponentContext component) {
        String owner = component.application().info().name() + "/" + component.component().id();
        OutboundHttp http = new OutboundHttp(owner, policy.rules(component.application(), component.component()), backend(), settings);
        return new Bound(new WasiOutboundHttp(http, component.hostLayout()), new WasiExperimentalHttp(http));
    }

    private record Bound(WasiOutboundHttp current, WasiExperimentalHttp experimental) implements BoundHostModule {
        @Override
        public Optional<HostFunction> function(ImportType wanted) {
            return switch (wanted.module()) {
                case WasiOutboundHttp.MODULE -> wanted.name().equals(WasiOutboundHttp.FUNCTION) ? Optional.of(current.function()) : Optional.empty();
                case WasiExperimentalHttp.MODULE -> experimental.function(wanted.name());
                default -> Optional.empty();
            };
        }

        @Override
        public Collection<String> functionNames(String importModule) {
            return importModule.equals(WasiOutboundHttp.MODULE) ? List.of(WasiOutboundHttp.FUNCTION) : WasiExperimentalHttp.FUNCTIONS;
        }
    }
}
