package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;

import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.wit.WasiWit;
import dev.gyre.component.wit.WitPackages;

class WasiHttpInterfacesTest {
    @Test
    void theClassesHaveTheShapeOfTheirWit() {
        HttpClients clients = new HttpClients((application, component) -> (scheme, host, port) -> List.of(), HttpSettings.DEFAULT, new SslContextFactory.Client());
        WasiHttpInterfaces provider = new WasiHttpInterfaces(clients);
        WitPackages packages = WitPackages.parse(WasiWit.files());
        provider.interfaces().keySet().forEach(name -> assertEquals(name, WitBinder.bind(provider, packages, name).name()));
    }

    @Test
    void soDoesThatOfSpin() {
        SpinHttpInterfaces provider = new SpinHttpInterfaces(
                new HttpClients((application, component) -> (scheme, host, port) -> List.of(), HttpSettings.DEFAULT, new SslContextFactory.Client()));
        assertEquals("fermyon:spin/http", WitBinder.bind(provider, WitPackages.parse(provider.wit()), "fermyon:spin/http").name());
    }
}
