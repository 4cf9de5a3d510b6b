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

    // Loops, not streams: this is asked several times for every request.

    /** The first value of a field. */
    public Optional<String> first(String name) {
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    public List<String> all(String name) {
        List<String> out = new ArrayList<>(1);
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                out.add(entry.getValue());
            }
        }
        return List.copyOf(out);
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** These fields and one more at the end. */
    public HttpFields with(String name, String value) {
        List<Map.Entry<String, String>> out = new ArrayList<>(entries);
        out.add(Map.entry(name, value));
        return new HttpFields(out);
    }

    /** The fields whose names the predicate does not match. */
    public HttpFields without(Predicate<String> name) {
        List<Map.Entry<String, String>> out = new ArrayList<>(entries.size());
        for (Map.Entry<String, String> entry : entries) {
            if (!name.test(entry.getKey())) {
                out.add(entry);
            }
        }
        return out.size() == entries.size() ? this : of(out);
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
