package dev.gyre.host.variables.internal.face;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.host.WitError;

/** {@code wasi:config/store}: one object for all events of a component. Thread-safe. */
public final class WasiConfig {
    private final Lookup lookup;

    public WasiConfig(Lookup lookup) {
        this.lookup = lookup;
    }

    /** A variable and its value. */
    public record Entry(String name, String value) {
    }

    /** {@code get: func(key: string) -> result<option<string>, error>}. */
    public Optional<String> get(String key) throws Failure {
        try {
            return Optional.of(lookup.get(key));
        } catch (SpinVariables.Failure e) {
            return switch (e.error()) {
                case SpinVariables.Problem.InvalidName name -> Optional.empty();
                case SpinVariables.Problem.Undefined undefined -> Optional.empty();
                case SpinVariables.Problem.Provider(String message) -> throw new Failure(new Problem.Upstream(message));
                case SpinVariables.Problem.Other(String message) -> throw new Failure(new Problem.Io(message));
            };
        }
    }

    /** {@code get-all: func() -> result<list<tuple<string, string>>, error>}. */
    public List<Entry> getAll() throws Failure {
        List<Entry> out = new ArrayList<>();
        for (String name : lookup.names()) {
            Optional<String> value = get(name);
            value.ifPresent(v -> out.add(new Entry(name, v)));
        }
        return out;
    }

    /** {@code error}. */
    public sealed interface Problem {
        /** What is wrong. */
        String message();

        /** No provider has a value, or one failed. */
        record Upstream(String message) implements Problem {
        }

        /** Something else. */
        record Io(String message) implements Problem {
        }
    }

    /** The error of both functions. */
    public static final class Failure extends WitError {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Failure(Problem problem) {
            super(problem.message());
            this.problem = problem;
        }

        @Override
        public Problem error() {
            return problem;
        }
    }
}
