package dev.gyre.component.link;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.gyre.component.type.ValueType;

/**
 * An interface that the host implements.
 *
 * @param name      as in a component's import: {@code wasi:http/types@0.2.10}, or a plain name for an interface without a package
 * @param functions by {@link HostFunc#name}
 * @param resources defined here or used from another interface, by the name they have here
 * @param types     named value types, by name
 */
public record HostInterface(String name, Map<String, HostFunc> functions, Map<String, HostResource> resources, Map<String, ValueType> types) {
    public HostInterface {
        functions = Map.copyOf(functions);
        resources = Map.copyOf(resources);
        types = Map.copyOf(types);
    }

    /** An interface of functions alone. */
    public static HostInterface of(String name, HostFunc... functions) {
        return new HostInterface(name, Stream.of(functions).collect(Collectors.toMap(HostFunc::name, Function.identity())), Map.of(), Map.of());
    }
}
