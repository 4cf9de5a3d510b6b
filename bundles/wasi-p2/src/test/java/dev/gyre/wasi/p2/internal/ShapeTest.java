package dev.gyre.wasi.p2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.wit.WasiWit;
import dev.gyre.component.wit.WitPackages;

/** Every class has the shape its WIT wants. */
class ShapeTest {
    @Test
    void everyVersion() {
        WasiInterfaces provider = new WasiInterfaces();
        WitPackages packages = WitPackages.parse(WasiWit.files());
        provider.interfaces().keySet().forEach(name -> assertEquals(name, WitBinder.bind(provider, packages, name).name()));
    }
}
