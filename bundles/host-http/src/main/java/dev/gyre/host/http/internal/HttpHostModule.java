package dev.gyre.host.http.internal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;

/** Outbound HTTP for core modules: two interfaces of 2022. */
@Capability(namespace = "dev.gyre.host", name = "wasi-outbound-http")
@Capability(namespace = "dev.gyre.host", name = "wasi_experimental_http")
@Component(service = HostModule.class)
public final class HttpHostModule implements HostModule {
    private final HttpClients clients;

    @Activate
    public HttpHostModule(@Reference HttpClients clients) {
        this.clients = clients;
    }

    @Override
    public Set<String> importModules() {
        return Set.of(WasiOutboundHttp.MODULE, WasiExperimentalHttp.MODULE);
    }

    @Override
    public BoundHostModule bind(ComponentContext component) {
        clients.backend();
        OutboundHttp http = new OutboundHttp(clients.requester(component), clients.rules(component), clients);
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
