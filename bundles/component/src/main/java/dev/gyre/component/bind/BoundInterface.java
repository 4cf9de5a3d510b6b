package dev.gyre.component.bind;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.gyre.component.internal.bind.JavaFunction;
import dev.gyre.component.link.HostCall;
import dev.gyre.component.link.HostFunc;
import dev.gyre.component.link.HostInterface;
import dev.gyre.component.link.HostResource;
import dev.gyre.component.type.InterfaceType;
import dev.gyre.component.wit.WitInterface;

/** A WIT interface and the Java class that was found to fit it. Immutable and thread-safe. */
public final class BoundInterface {
    private final WitInterface wit;
    private final Class<?> implementation;
    private final Map<String, JavaFunction> functions;
    private final Map<String, HostResource> resources;

    BoundInterface(WitInterface wit, Class<?> implementation, Map<String, JavaFunction> functions, Map<String, HostResource> resources) {
        this.wit = wit;
        this.implementation = implementation;
        this.functions = Map.copyOf(functions);
        this.resources = Map.copyOf(resources);
    }

    /** The interface's full name. */
    public String name() {
        return wit.name().toString();
    }

    public Class<?> implementation() {
        return implementation;
    }

    /** @param target finds the object whose methods a call means */
    public HostInterface link(Function<HostCall, Object> target) {
        InterfaceType type = wit.type();
        Map<String, HostFunc> hostFunctions = functions.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                e -> new HostFunc(e.getKey(), type.functions().get(e.getKey()), e.getValue().on(target))));
        return new HostInterface(name(), hostFunctions, resources, type.types());
    }
}
