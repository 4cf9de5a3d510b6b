package dev.gyre.wasi.p2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.gyre.component.bind.BoundInterface;
import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.wit.WasiWit;

/** Every class has the shape its WIT wants. */
class ShapeTest {
    @Test
    void wasi02() {
        Wasi02 provider = new Wasi02();
        assertEquals(provider.interfaces().keySet(),
                WitBinder.bind(provider, WasiWit.files()).stream().map(BoundInterface::name).collect(Collectors.toSet()));
    }
}
