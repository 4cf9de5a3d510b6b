package dev.gyre.host.key.value.internal;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;

import dev.gyre.host.key.value.internal.store.Store;

/**
 * Tells which stores did not work when they were last asked for something. It asks none itself, and makes nothing unready: guests may do
 * without. Thread-safe.
 */
@Component(service = {HealthCheck.class, KeyValueHealth.class}, property = {HealthCheck.NAME + "=key-value", HealthCheck.TAGS + "=ready"})
public final class KeyValueHealth implements HealthCheck {
    private final Map<Store, String> failing = new ConcurrentHashMap<>();

    void failed(Store store, String what) {
        failing.put(store, what);
    }

    /** It works, or nobody uses it any more. */
    void recovered(Store store) {
        if (!failing.isEmpty()) {
            failing.remove(store);
        }
    }

    @Override
    public Result execute() {
        Collection<String> troubles = failing.values();
        return troubles.isEmpty() ? new Result(Result.Status.OK, "no store failed") : new Result(Result.Status.WARN, String.join("\n", troubles));
    }
}
