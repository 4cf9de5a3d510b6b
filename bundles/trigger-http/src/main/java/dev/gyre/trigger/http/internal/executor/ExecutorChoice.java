package dev.gyre.trigger.http.internal.executor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.DeployException;

/**
 * Which executor serves a component whose manifest leaves that to Spin: for a component of the component model its exports say so (Spin,
 * {@code HandlerType::from_instance_pre} in {@code crates/http}), and exactly one must. Stateless.
 */
public final class ExecutorChoice {
    /** What a manifest means by saying nothing. */
    private static final String DEFAULT = "spin";
    private static final Map<Pattern, String> HANDLERS = Map.of(
            Pattern.compile("wasi:http/incoming-handler@0\\.2\\.(\\d+|0-rc-2023-10-18|0-rc-2023-11-10)"), "wasi-http",
            Pattern.compile("fermyon:spin/inbound-http"), DEFAULT);

    private ExecutorChoice() {
    }

    /**
     * @param wanted type the manifest names
     * @throws DeployException when the exports leave open what is meant
     */
    public static String of(String wanted, ComponentContext component) {
        if (!component.composed() || !wanted.equals(DEFAULT)) {
            return wanted;
        }
        Map<String, String> found = new TreeMap<>();
        for (String export : component.exportedInterfaces()) {
            HANDLERS.forEach((pattern, executor) -> {
                if (pattern.matcher(export).matches()) {
                    found.put(export, executor);
                }
            });
        }
        if (found.size() == 1) {
            return found.values().iterator().next();
        }
        List<String> exports = component.exportedInterfaces();
        throw new DeployException(where(component.component()) + (found.isEmpty()
                ? "it exports no handler of HTTP requests this container can call (wasi:http/incoming-handler of WASI 0.2, fermyon:spin/inbound-http); it exports: "
                        + (exports.isEmpty() ? "nothing" : String.join(", ", exports))
                : "it exports several handlers of HTTP requests, and just one is wanted: " + String.join(", ", found.keySet())));
    }

    private static String where(Component component) {
        String file = component.source() instanceof ModuleSource.File source ? source.path() + ": " : "";
        return component.position() + ": component \"" + component.id() + "\": " + file;
    }
}
