package dev.gyre.executor.wagi.internal;

import java.util.List;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.http.HttpHandler;

/**
 * Runs a module, or a component that exports {@code wasi:cli/run}, as a CGI script (WAGI 0.8, as Spin 0.1 to today embeds it): the request in
 * environment, arguments and stdin, the response on stdout. Thread-safe.
 */
@Capability(namespace = "dev.gyre.executor", name = "wagi")
@Component(property = HttpExecutor.PROPERTY + "=wagi")
public final class WagiExecutor implements HttpExecutor {
    static final String DEFAULT_ARGV = "${SCRIPT_NAME} ${ARGS}";

    @Override
    public HttpHandler prepare(HttpExecutorContext context) {
        ConfigTable config = context.config();
        config.allowOnly(List.of("type", "argv", "entrypoint"));
        ArgvTemplate argv = ArgvTemplate.parse(config.string("argv").orElse(DEFAULT_ARGV));
        Entry entry = Entry.of(context.component(), config.string("entrypoint"));
        return new WagiHandler(context.execution(), context.component().component(), argv, entry);
    }
}
