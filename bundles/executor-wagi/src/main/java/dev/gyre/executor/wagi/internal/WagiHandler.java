package dev.gyre.executor.wagi.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.Component;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;

/** Serves requests with one program as a CGI script. Thread-safe. */
final class WagiHandler implements HttpHandler {
    private final ExecutionContext execution;
    private final Component component;
    private final ArgvTemplate argv;
    private final Entry entry;

    WagiHandler(ExecutionContext execution, Component component, ArgvTemplate argv, Entry entry) {
        this.execution = execution;
        this.component = component;
        this.argv = argv;
        this.entry = entry;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpRequest request = exchange.request();
        try (InputStream body = request.body()) {
            InputStream stdin = body;
            long length = request.length().orElse(-1);
            if (length < 0) {
                // CGI promises the length up front, so a body that does not say it is read first.
                byte[] content = body.readAllBytes();
                length = content.length;
                stdin = new ByteArrayInputStream(content);
            }
            Map<String, String> variables = CgiVariables.of(exchange, length, component.environment());
            CgiResponse response = new CgiResponse(exchange.response());
            InstanceOptions options = new InstanceOptions(variables, argv.expand(request.path(), request.query().orElse("")),
                    Optional.of(stdin), Optional.of(response), Optional.empty());
            run(options);
            response.finish();
        }
    }

    private void run(InstanceOptions options) {
        try (InstanceLease lease = execution.lease(component.id(), options)) {
            if (!entry.call(lease)) {
                throw new HttpFailure(500, "", "component \"" + component.id() + "\": its run failed without saying why");
            }
        } catch (GuestExit exit) {
            if (exit.code() != 0) {
                throw new HttpFailure(500, "", "component \"" + component.id() + "\": " + exit.getMessage(), exit);
            }
        }
    }
}
