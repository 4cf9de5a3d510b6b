package dev.gyre.executor.wasi.http.internal;

import java.util.List;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.DeployException;

/**
 * Serves requests with components of the component model that export {@code wasi:http/incoming-handler}, of WASI 0.2 or one of its two
 * release candidates that guests were built for. Thread-safe.
 */
@Capability(namespace = "dev.gyre.executor", name = "wasi-http")
@Component(property = HttpExecutor.PROPERTY + "=wasi-http")
public final class WasiHttpExecutor implements HttpExecutor {
    static final String HANDLER = "wasi:http/incoming-handler@";

    @Override
    public HttpHandler prepare(HttpExecutorContext context) {
        context.config().allowOnly(List.of("type"));
        return new WasiHttpHandler(context.execution(), context.component().component().id(), handler(context.component()));
    }

    private static String handler(ComponentContext component) {
        List<String> handlers = component.exportedInterfaces().stream().filter(n -> n.startsWith(HANDLER)).toList();
        if (handlers.size() != 1) {
            throw new DeployException("component \"" + component.component().id() + "\": it exports "
                    + (handlers.isEmpty() ? "no wasi:http/incoming-handler" : "several handlers: " + String.join(", ", handlers))
                    + ", and the wasi-http executor calls just one; it exports: " + String.join(", ", component.exportedInterfaces()));
        }
        return handlers.getFirst();
    }
}
