package dev.gyre.runtime.internal.service;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.component.bind.BoundInterface;
import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.Semver;
import dev.gyre.component.wit.WasiWit;

/**
 * A provider of host interfaces, whose Java classes are checked against their WIT when they are first needed: of WASI that is when
 * the first component is deployed. Thread-safe.
 */
public final class HostInterfaces {
    private final HostInterfaceProvider provider;
    private final List<String> names;
    /** {@code null} until they are checked. */
    private volatile List<BoundInterface> bound;

    public HostInterfaces(HostInterfaceProvider provider) {
        this.provider = provider;
        this.names = List.copyOf(provider.interfaces().keySet());
    }

    public HostInterfaceProvider provider() {
        return provider;
    }

    List<String> names() {
        return names;
    }

    /** @throws dev.gyre.api.GyreException when a class does not fit its WIT */
    public List<BoundInterface> bound() {
        List<BoundInterface> known = bound;
        if (known == null) {
            synchronized (this) {
                if (bound == null) {
                    bound = WitBinder.bind(provider, WasiWit.files());
                }
                known = bound;
            }
        }
        return known;
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
