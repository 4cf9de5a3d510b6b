package dev.gyre.host.http.internal;

import java.util.List;
import java.util.Map;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.WitFile;

/** Outbound HTTP for components: {@code wasi:http/outgoing-handler} of WASI 0.2 and its release candidates. */
@Capability(namespace = "dev.gyre.host", name = "wasi:http")
@Component
public final class WasiHttpInterfaces implements HostInterfaceProvider {
    private final HttpClients clients;

    @Activate
    public WasiHttpInterfaces(@Reference HttpClients clients) {
        this.clients = clients;
    }

    @Override
    public List<WitFile> wit() {
        return List.of();
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.of("wasi:http/outgoing-handler@0.2.12", OutgoingHandler.class,
                "wasi:http/outgoing-handler@0.2.0-rc-2023-11-10", OutgoingHandler.class,
                "wasi:http/outgoing-handler@0.2.0-rc-2023-10-18", OutgoingHandler1018.class);
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        OutboundRules rules = clients.rules(component);
        Requester owner = clients.requester(component);
        return (type, event) -> {
            OutgoingHandler handler = new OutgoingHandler(owner, rules, clients, event);
            return type == OutgoingHandler.class ? handler : new OutgoingHandler1018(handler);
        };
    }
}
