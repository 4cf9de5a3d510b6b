package dev.gyre.executor.spin.internal;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ExternType.Func;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.DeployException;

/**
 * The default executor of Spin: calls the request handler a core module of 2022 exports (generations G0, G1 and G2 of the
 * ABI). Thread-safe.
 */
@Component(property = HttpExecutor.PROPERTY + "=spin")
public final class SpinExecutor implements HttpExecutor {
    /** Ten i32 in, a pointer out: method, uri, headers, params and body of {@code spin-http.wit}, flattened. */
    private static final Func HANDLER_TYPE =
            new Func(Collections.nCopies(10, ValueType.I32), List.of(ValueType.I32));
    private static final String MEMORY = "memory";
    private static final String ALLOCATOR = "canonical_abi_realloc";
    /** Old pointer, old size, alignment and new size in, a pointer out. */
    private static final Func ALLOCATOR_TYPE = new Func(Collections.nCopies(4, ValueType.I32), List.of(ValueType.I32));

    @Override
    public HttpHandler prepare(HttpExecutorContext context) {
        context.config().allowOnly(List.of("type"));
        ComponentContext component = context.component();
        Generation generation = generation(component);
        requireHeap(component);
        return new SpinHandler(context.execution(), component, generation);
    }

    private static Generation generation(ComponentContext component) {
        for (Generation generation : Generation.values()) {
            Optional<ExternType> type = export(component, generation.export());
            if (type.isPresent()) {
                if (!type.get().equals(HANDLER_TYPE)) {
                    throw new DeployException(prefix(component) + "export \"" + generation.export() + "\" is " + type.get()
                            + ", but a Spin HTTP handler is " + HANDLER_TYPE);
                }
                return generation;
            }
        }
        String hint = export(component, "_start").isPresent()
                ? "; it exports \"_start\": should it use executor = { type = \"wagi\" }?"
                : "; it exports: " + String.join(", ", component.exports().stream().map(e -> e.name()).limit(20).toList());
        throw new DeployException(prefix(component) + "the module exports no \"handle-http-request\", which the Spin executor calls" + hint);
    }

    /** Every request is passed through these two. */
    private static void requireHeap(ComponentContext component) {
        if (!(export(component, MEMORY).orElse(null) instanceof ExternType.Mem)) {
            throw new DeployException(prefix(component) + "the module exports no memory \"" + MEMORY + "\", which requests are passed in");
        }
        ExternType allocator = export(component, ALLOCATOR).orElseThrow(() -> new DeployException(prefix(component)
                + "the module exports no \"" + ALLOCATOR + "\", which gives memory for requests; build it with a Spin SDK"));
        if (!allocator.equals(ALLOCATOR_TYPE)) {
            throw new DeployException(prefix(component) + "export \"" + ALLOCATOR + "\" is " + allocator + ", but must be " + ALLOCATOR_TYPE);
        }
    }

    private static Optional<ExternType> export(ComponentContext component, String name) {
        return component.exports().stream().filter(e -> e.name().equals(name)).map(e -> e.type()).findFirst();
    }

    private static String prefix(ComponentContext component) {
        return "component \"" + component.component().id() + "\": ";
    }
}
