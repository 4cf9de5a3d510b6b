package dev.gyre.host.variables.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a variable sits: one key for an application's variable, the component's id and a key for a component's own
 * ({@code crates/config} of Spin 0.2).
 */
record VariablePath(List<String> keys) {
    VariablePath {
        keys = List.copyOf(keys);
    }

    /** @throws IllegalArgumentException when a part is no key; the message does not repeat it */
    static VariablePath parse(String text) {
        List<String> keys = List.of(text.split("\\.", -1));
        for (String key : keys) {
            Optional<String> problem = problem(key);
            if (problem.isPresent()) {
                throw new IllegalArgumentException(problem.get());
            }
        }
        return new VariablePath(keys);
    }

    /**
     * The path of a component. An id that is no path is one opaque key, so that its variables work all the same; they can be
     * named from inside the component only, by relative references.
     */
    static VariablePath ofComponent(String id) {
        try {
            return parse(id);
        } catch (IllegalArgumentException e) {
            return new VariablePath(List.of(id));
        }
    }

    /** What is wrong with a key, which must be {@code [a-z][a-z0-9]*(_[a-z0-9]+)*}. */
    static Optional<String> problem(String key) {
        if (key.isEmpty()) {
            return Optional.of("a key may not be empty");
        }
        if (key.charAt(0) < 'a' || key.charAt(0) > 'z') {
            return Optional.of("a key must start with a letter from a to z");
        }
        if (key.endsWith("_")) {
            return Optional.of("a key must end with a letter or digit");
        }
        if (key.contains("__")) {
            return Optional.of("a key may not contain two underscores in a row");
        }
        boolean plain = key.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_');
        return plain ? Optional.empty() : Optional.of("a key may contain a to z, 0 to 9 and single underscores only");
    }

    boolean isTopLevel() {
        return keys.size() == 1;
    }

    VariablePath child(String key) {
        List<String> out = new ArrayList<>(keys);
        out.add(key);
        return new VariablePath(out);
    }

    /**
     * What a template at this path means by an expression: an absolute path, or leading dots, of which each takes one key
     * off this path.
     *
     * @throws IllegalArgumentException when it is neither
     */
    VariablePath resolve(String expression) {
        int dots = 0;
        while (dots < expression.length() && expression.charAt(dots) == '.') {
            dots++;
        }
        VariablePath rest = parse(expression.substring(dots));
        if (dots == 0) {
            return rest;
        }
        if (dots > keys.size()) {
            throw new IllegalArgumentException("it has " + dots + " leading dots, but this place is only " + keys.size() + " deep");
        }
        List<String> out = new ArrayList<>(keys.subList(0, keys.size() - dots));
        out.addAll(rest.keys);
        return new VariablePath(out);
    }

    @Override
    public String toString() {
        return String.join(".", keys);
    }
}
