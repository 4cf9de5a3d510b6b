package dev.gyre.cli.internal.up;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link Latest} for each key. Thread-safe. */
final class LatestByKey<T> {
    private final Map<String, Latest<T>> latest = new ConcurrentHashMap<>();

    Latest<T> at(String key) {
        return latest.computeIfAbsent(key, k -> new Latest<>());
    }
}
