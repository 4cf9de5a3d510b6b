package ${package};

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestExports;
import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;

/**
 * Serves HTTP requests with modules that know nothing of HTTP: export {@code handle-text(path: string) -> string}. Manifests ask for
 * it with {@code executor = { type = "acme" }}. Thread-safe.
 */
@Capability(namespace = "dev.gyre.executor", name = "acme")
@Component(property = HttpExecutor.PROPERTY + "=acme")
public final class ${className} implements HttpExecutor {
    private static final String EXPORT = "handle-text";
    private static final HttpFields HEADERS = HttpFields.of(List.of(Map.entry("content-type", "text/plain; charset=utf-8")));

    /** Once for each route: a module that cannot be called, or a mistake in the table, is refused here. */
    @Override
    public HttpHandler prepare(HttpExecutorContext context) {
        context.config().allowOnly(List.of("type"));
        GuestExports.require(context.component(), EXPORT, GuestExports.i32(2), "the handler of an acme component");
        return exchange -> handle(exchange, context);
    }

    /** For each request, on a thread of its own. A guest that fails throws; the trigger answers and logs. */
    private static void handle(HttpExchange exchange, HttpExecutorContext context) throws IOException {
        String answer;
        try (InstanceLease lease = context.execution().lease(context.component().component().id(), InstanceOptions.DEFAULT)) {
            GuestHeap heap = GuestHeap.of(lease.instance());
            Slice path = heap.lower(exchange.request().path());
            int result = (int) lease.call(EXPORT, path.pointer(), path.length())[0];
            ReturnArea area = new ReturnArea(heap.memory(), result, lease.layout().orElse(CoreLayout.PACKED));
            answer = new GuestReader(heap.memory(), context.component().limits().memoryBytes()).string(area.slice(0, 0));
        }
        exchange.response().send(200, HEADERS, answer.getBytes(StandardCharsets.UTF_8));
    }
}
