package dev.gyre.host.http.internal;

import java.util.List;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.WitFile;

/** Outbound HTTP for components that were built for Spin 1.1 and later: {@code fermyon:spin/http}. */
@Component
public final class SpinHttpInterfaces implements HostInterfaceProvider {
    private final HttpClients clients;

    @Activate
    public SpinHttpInterfaces(@Reference HttpClients clients) {
        this.clients = clients;
    }

    @Override
    public List<WitFile> wit() {
        return List.of(WitFile.beside(SpinHttp.class, "spin.wit"));
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.of("fermyon:spin/http", SpinHttp.class);
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        OutboundHttp http = new OutboundHttp(clients.requester(component), clients.rules(component), clients);
        return (type, event) -> new SpinHttp(http, event);
    }
}
