package dev.gyre.component.link;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.Semver;

/** Where a component's imports come from. Thread-safe. */
public interface Imports {
    /** Nothing to import. */
    Imports NONE = of(List.of());

    /** The interface for an import of that name: of exactly that name, or the highest compatible version. */
    Optional<HostInterface> find(String name);

    /** A function a world imports outside of an interface. */
    Optional<HostFunc> function(String name);

    /** A function of the host for core modules, which a typed core module imports beside interfaces. */
    default Optional<HostFunction> core(String module, String name, ExternType.Func type) {
        return Optional.empty();
    }

    /** Whether an interface may be missing: its functions trap then when they are called. */
    default boolean mayLack(String interfaceName) {
        return false;
    }

    static Imports of(Collection<HostInterface> interfaces) {
        return of(interfaces, List.of());
    }

    /** Of several interfaces with the same name the first one counts. */
    static Imports of(Collection<HostInterface> interfaces, Collection<HostFunc> functions) {
        Map<String, HostInterface> exact = interfaces.stream().collect(Collectors.toMap(HostInterface::name, Function.identity(), (a, b) -> a));
        Map<String, HostInterface> compatible = new HashMap<>();
        exact.values().forEach(i -> InterfaceName.parse(i.name()).ifPresent(n -> compatible.merge(n.key(), i, Imports::newer)));
        Map<String, HostFunc> plain = functions.stream().collect(Collectors.toMap(HostFunc::name, f -> f, (a, b) -> a));
        return new Imports() {
            @Override
            public Optional<HostInterface> find(String name) {
                return Optional.ofNullable(exact.get(name))
                        .or(() -> InterfaceName.parse(name).flatMap(n -> Optional.ofNullable(compatible.get(n.key()))));
            }

            @Override
            public Optional<HostFunc> function(String name) {
                return Optional.ofNullable(plain.get(name));
            }
        };
    }

    private static HostInterface newer(HostInterface a, HostInterface b) {
        Comparator<Optional<Semver>> order = Comparator.comparing(v -> v.orElse(null), Comparator.nullsFirst(Comparator.naturalOrder()));
        return order.compare(version(a), version(b)) >= 0 ? a : b;
    }

    private static Optional<Semver> version(HostInterface of) {
        return InterfaceName.parse(of.name()).flatMap(InterfaceName::version);
    }
}
