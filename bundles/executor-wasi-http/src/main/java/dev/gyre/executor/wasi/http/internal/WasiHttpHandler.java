package dev.gyre.executor.wasi.http.internal;

import java.io.IOException;

import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.http.SpinHeader;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.wasi.backend.http.IncomingRequest;
import dev.gyre.wasi.backend.http.ResponseOutparam;

/** Serves requests with one component. Thread-safe. */
final class WasiHttpHandler implements HttpHandler {
    private final ExecutionContext execution;
    private final String component;
    private final String handler;

    /** @param handler the exported interface */
    WasiHttpHandler(ExecutionContext execution, String component, String handler) {
        this.execution = execution;
        this.component = component;
        this.handler = handler;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        ResponseOutparam answer = new ResponseOutparam(exchange.response());
        try (InstanceLease lease = execution.lease(component, InstanceOptions.DEFAULT)) {
            lease.invoke(handler, "handle", new IncomingRequest(exchange.request(), HttpFields.of(SpinHeader.afterOwn(exchange))), answer);
        } catch (TrapException e) {
            // What the guest does after its answer is its own business; the runtime has logged it.
            if (!answer.complete()) {
                throw e;
            }
        } catch (GuestExit e) {
            if (!answer.complete()) {
                throw new HttpFailure(500, "", "component \"" + component + "\": " + e.getMessage() + " before its answer was complete", e);
            }
        } finally {
            answer.abandon();
        }
        answer.end();
    }
}
