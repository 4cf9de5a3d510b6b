package dev.gyre.api.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Header fields in order, duplicates kept. Names keep their case and compare without it. Immutable and thread-safe.
 */
public final class HttpFields implements Iterable<Map.Entry<String, String>> {
    public static final HttpFields EMPTY = new HttpFields(List.of());

    private final List<Map.Entry<String, String>> entries;

    private HttpFields(List<Map.Entry<String, String>> entries) {
        this.entries = List.copyOf(entries);
    }

    public static HttpFields of(List<Map.Entry<String, String>> entries) {
        return entries.isEmpty() ? EMPTY : new HttpFields(entries);
    }

    public List<Map.Entry<String, String>> entries() {
        return entries;
    }

    /** The first value of a field. */
    public Optional<String> first(String name) {
        return entries.stream().filter(e -> e.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue).findFirst();
    }

    public List<String> all(String name) {
        return entries.stream().filter(e -> e.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue).toList();
    }

    public boolean has(String name) {
        return entries.stream().anyMatch(e -> e.getKey().equalsIgnoreCase(name));
    }

    /** These fields and one more at the end. */
    public HttpFields with(String name, String value) {
        List<Map.Entry<String, String>> out = new ArrayList<>(entries);
        out.add(Map.entry(name, value));
        return new HttpFields(out);
    }

    /** The fields whose names the predicate does not match. */
    public HttpFields without(Predicate<String> name) {
        return of(entries.stream().filter(e -> !name.test(e.getKey())).toList());
    }

    public int size() {
        return entries.size();
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
        return entries.iterator();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
