package dev.gyre.wasi.p1.internal;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;
import dev.gyre.wasi.backend.Randomness;
import dev.gyre.wasi.p1.internal.abi.Abi;

/** WASI as core modules import it, in both published snapshots. */
@Capability(namespace = "dev.gyre.host", name = "wasi_snapshot_preview1")
@Capability(namespace = "dev.gyre.host", name = "wasi_unstable")
@Component
public final class WasiModule implements HostModule {
    private final Randomness randomness = new Randomness();

    @Override
    public Set<String> importModules() {
        return Arrays.stream(Abi.values()).map(Abi::module).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public BoundHostModule bind(ComponentContext component) {
        return new BoundWasi(randomness);
    }
}
