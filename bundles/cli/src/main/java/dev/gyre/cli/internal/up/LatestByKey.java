package dev.gyre.cli.internal.up;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** One {@link Latest} for each key. Thread-safe. */
final class LatestByKey<T> {
    private final Map<String, Latest<T>> latest = new ConcurrentHashMap<>();

    /** The keys somebody serves now. */
    Set<String> known() {
        return latest.entrySet().stream().filter(e -> e.getValue().peek().isPresent()).map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    Latest<T> at(String key) {
        return latest.computeIfAbsent(key, k -> new Latest<>());
    }
}
