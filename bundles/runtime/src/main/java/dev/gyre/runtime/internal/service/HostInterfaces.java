package dev.gyre.runtime.internal.service;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.WitFile;
import dev.gyre.component.bind.BoundInterface;
import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.Semver;
import dev.gyre.component.wit.WasiWit;
import dev.gyre.component.wit.WitPackages;

/**
 * A provider of host interfaces, each of whose Java classes is checked against its WIT when it is first needed: an application starts
 * with a few of WASI's sixty. Thread-safe.
 */
public final class HostInterfaces {
    private final HostInterfaceProvider provider;
    private final List<String> names;
    private final Map<String, BoundInterface> bound = new ConcurrentHashMap<>();
    private final Map<List<WitFile>, WitPackages> packages = new ConcurrentHashMap<>();

    public HostInterfaces(HostInterfaceProvider provider) {
        this.provider = provider;
        this.names = List.copyOf(provider.interfaces().keySet());
    }

    public HostInterfaceProvider provider() {
        return provider;
    }

    /** Checks those of a provider that has WIT of its own; WASI's are known to fit. */
    public void check() {
        if (!provider.wit().isEmpty()) {
            names.forEach(this::bound);
        }
    }

    /**
     * @param name one of the provider's interfaces
     * @throws dev.gyre.api.GyreException when its class does not fit its WIT
     */
    public BoundInterface bound(String name) {
        return bound.computeIfAbsent(name, n -> WitBinder.bind(provider, packages.computeIfAbsent(files(n), WitPackages::parse), n));
    }

    private List<WitFile> files(String name) {
        List<WitFile> own = provider.wit();
        return own.isEmpty() ? WasiWit.files(name) : Stream.concat(own.stream(), WasiWit.files().stream()).distinct().toList();
    }

    /** The interface that serves an import: the one of that name, or else of the highest compatible version. */
    public Optional<String> serving(String wanted) {
        if (names.contains(wanted)) {
            return Optional.of(wanted);
        }
        Optional<String> key = InterfaceName.parse(wanted).map(InterfaceName::key);
        return key.flatMap(k -> names.stream().filter(n -> InterfaceName.parse(n).map(InterfaceName::key).equals(key)).max(Comparator.comparing(HostInterfaces::version)));
    }

    private static Semver version(String name) {
        return InterfaceName.parse(name).flatMap(InterfaceName::version).orElseThrow();
    }
}
