package dev.gyre.wasi.p2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.wit.WasiWit;
import dev.gyre.component.wit.WitPackages;
import dev.gyre.wasi.p2.internal.socket.SocketFixture;

/** Every class has the shape its WIT wants. */
class ShapeTest {
    @Test
    void everyVersion() {
        WitPackages packages = WitPackages.parse(WasiWit.files());
        for (HostInterfaceProvider provider : List.of(new WasiInterfaces(), SocketFixture.provider())) {
            provider.interfaces().keySet().forEach(name -> assertEquals(name, WitBinder.bind(provider, packages, name).name()));
        }
    }
}
