package dev.gyre.component.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.config.Nearest;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.WitParent;
import dev.gyre.api.host.WitResource;
import dev.gyre.component.internal.bind.JavaFunction;
import dev.gyre.component.internal.bind.JavaShape;
import dev.gyre.component.link.HostResource;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.wit.WitInterface;
import dev.gyre.component.wit.WitPackages;

/** Checks Java classes against WIT interfaces, once, when they are registered. Stateless. */
public final class WitBinder {
    /** Dropping a resource closes it. */
    private static final HostResource.Destructor CLOSE = (call, resource) -> {
        if (!call.closing() && resource instanceof WitParent parent && parent.hasParts()) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "a resource is dropped before what is part of it: " + resource.getClass().getSimpleName());
        }
        close(resource);
    };

    private WitBinder() {
    }

    /**
     * Checks one of a provider's interfaces.
     *
     * @param packages the provider's WIT, and what it uses
     * @param name     one of {@link HostInterfaceProvider#interfaces}
     * @throws BindException when the class does not fit, with both sides, or the WIT has no such interface
     */
    public static BoundInterface bind(HostInterfaceProvider provider, WitPackages packages, String name) {
        return bind(packages.find(name).orElseThrow(() -> unknown(packages, name)), provider.interfaces().get(name));
    }

    private static BindException unknown(WitPackages packages, String name) {
        List<String> there = packages.interfaces().stream().map(i -> i.name().toString()).toList();
        return new BindException("the WIT files have no interface \"" + name + "\"; "
                + Nearest.of(name, there).map(n -> "did you mean \"" + n + "\"?").orElse("they have: " + String.join(", ", there)));
    }

    /**
     * Checks one interface.
     *
     * @throws BindException when the class does not fit, with both sides
     */
    public static BoundInterface bind(WitInterface wit, Class<?> implementation) {
        Map<String, Class<?>> classes = new LinkedHashMap<>();
        for (WitResource resource : implementation.getAnnotationsByType(WitResource.class)) {
            if (!wit.type().resources().containsKey(resource.name())) {
                throw new BindException("interface " + wit.name() + " has no resource \"" + resource.name() + "\", which " + implementation.getName()
                        + " says is " + resource.type().getName());
            }
            classes.put(resource.name(), resource.type());
        }
        JavaShape shape = new JavaShape(wit, implementation, classes);
        Map<String, JavaFunction> functions = new LinkedHashMap<>();
        wit.type().functions().forEach((name, type) -> functions.put(name, shape.function(name, type)));
        Map<String, HostResource> resources = new LinkedHashMap<>();
        wit.type().resources().forEach((name, type) -> {
            if (type instanceof ResourceType.Named named) {
                resources.put(name, new HostResource(named, classes.getOrDefault(named.name(), Object.class), CLOSE));
            }
        });
        return new BoundInterface(wit, implementation, functions, resources);
    }

    private static void close(Object resource) {
        if (resource instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("closing a " + resource.getClass().getName() + " failed", e);
            }
        }
    }
}
