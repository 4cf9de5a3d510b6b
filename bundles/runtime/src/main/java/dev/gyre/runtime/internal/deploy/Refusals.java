package dev.gyre.runtime.internal.deploy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.gyre.runtime.internal.service.ServiceSet;

/** Which engines could not do what their fit promised, so that they are not tried again until they are replaced. Thread-safe. */
final class Refusals {
    private static final int MOST = 1000;

    /** @param engine the service's id, which no other service ever has */
    private record Key(long engine, String digest) {
    }

    private final Map<Key, String> reasons = new ConcurrentHashMap<>();

    void add(long engine, String digest, String reason) {
        if (reasons.size() >= MOST) {
            reasons.clear(); // somebody compiles once more
        }
        reasons.put(new Key(engine, digest), reason);
    }

    Optional<String> reason(long engine, String digest) {
        return Optional.ofNullable(reasons.get(new Key(engine, digest)));
    }

    /** Forgets engines that are gone. */
    void keep(ServiceSet services) {
        reasons.keySet().removeIf(k -> services.engines().stream().noneMatch(e -> e.id() == k.engine));
    }
}
