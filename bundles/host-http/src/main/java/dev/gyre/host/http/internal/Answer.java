package dev.gyre.host.http.internal;

import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * A response, complete. Close it to give its body's memory back.
 *
 * @param headers names in lower case, in the order they came, repeated names kept
 */
record Answer(int status, List<Entry<String, String>> headers, Body body) implements AutoCloseable {
    Optional<String> header(String name) {
        return headers.stream().filter(h -> h.getKey().equals(name)).map(Entry::getValue).findFirst();
    }

    @Override
    public void close() {
        body.close();
    }
}
