package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;

import dev.gyre.component.bind.BoundInterface;
import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.wit.WasiWit;

class WasiHttpInterfacesTest {
    @Test
    void theClassesHaveTheShapeOfTheirWit() {
        HttpClients clients = new HttpClients((application, component) -> (scheme, host, port) -> List.of(), HttpSettings.DEFAULT, new SslContextFactory.Client());
        WasiHttpInterfaces provider = new WasiHttpInterfaces(clients);
        assertEquals(List.of("wasi:http/outgoing-handler@0.2.12"), WitBinder.bind(provider, WasiWit.files()).stream().map(BoundInterface::name).toList());
    }
}
