package dev.gyre.executor.wagi.internal;

import java.util.List;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.engine.ExternType.Func;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.DeployException;

/**
 * Runs a module as a CGI script (WAGI 0.8, as Spin 0.1 to today embeds it): the request in environment, arguments and stdin,
 * the response on stdout. Thread-safe.
 */
@Capability(namespace = "dev.gyre.executor", name = "wagi")
@Component(property = HttpExecutor.PROPERTY + "=wagi")
public final class WagiExecutor implements HttpExecutor {
    static final String DEFAULT_ARGV = "${SCRIPT_NAME} ${ARGS}";
    static final String DEFAULT_ENTRYPOINT = "_start";

    @Override
    public HttpHandler prepare(HttpExecutorContext context) {
        ConfigTable config = context.config();
        config.allowOnly(List.of("type", "argv", "entrypoint"));
        ArgvTemplate argv = ArgvTemplate.parse(config.string("argv").orElse(DEFAULT_ARGV));
        String entrypoint = config.string("entrypoint").orElse(DEFAULT_ENTRYPOINT);
        ComponentContext component = context.component();
        boolean callable = component.exports().stream()
                .anyMatch(e -> e.name().equals(entrypoint) && e.type() instanceof Func f && f.params().isEmpty());
        if (!callable) {
            throw new DeployException("component \"" + component.component().id() + "\": no function \"" + entrypoint
                    + "\" without parameters is exported, which the WAGI executor calls; it exports: "
                    + String.join(", ", component.exports().stream().map(e -> e.name()).limit(20).toList()));
        }
        return new WagiHandler(context.execution(), component.component(), argv, entrypoint);
    }
}
