package dev.gyre.executor.spin.internal;

import java.util.List;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.abi.GuestExports;
import dev.gyre.api.engine.ExternType.Func;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.DeployException;

/**
 * The default executor of Spin: calls the request handler a core module of 2022 exports (generations G0, G1 and G2 of the
 * ABI), or {@code fermyon:spin/inbound-http} of a component or a module of 2023 (G3). Thread-safe.
 */
@Capability(namespace = "dev.gyre.executor", name = "spin")
@Component(property = HttpExecutor.PROPERTY + "=spin")
public final class SpinExecutor implements HttpExecutor {
    /** Method, uri, headers, params and body of {@code spin-http.wit}, flattened. */
    private static final Func HANDLER_TYPE = GuestExports.i32(10);

    @Override
    public HttpHandler prepare(HttpExecutorContext context) {
        context.config().allowOnly(List.of("type"));
        ComponentContext component = context.component();
        if (component.composed()) {
            if (!component.exportedInterfaces().contains(InboundHttpHandler.INTERFACE)) {
                throw new DeployException(GuestExports.prefix(component) + "the component does not export " + InboundHttpHandler.INTERFACE
                        + ", which the Spin executor calls; it exports: " + String.join(", ", component.exportedInterfaces()));
            }
            return new InboundHttpHandler(context.execution(), component);
        }
        Generation generation = generation(component);
        GuestExports.requireHeap(component);
        return new SpinHandler(context.execution(), component, generation);
    }

    private static Generation generation(ComponentContext component) {
        for (Generation generation : Generation.values()) {
            if (GuestExports.has(component, generation.export(), HANDLER_TYPE, "a Spin HTTP handler")) {
                return generation;
            }
        }
        String hint = GuestExports.find(component, "_start").isPresent()
                ? "; it exports \"_start\": should it use executor = { type = \"wagi\" }?"
                : "; it exports: " + GuestExports.names(component);
        throw new DeployException(GuestExports.prefix(component) + "the module exports no \"handle-http-request\", which the Spin executor calls" + hint);
    }
}
