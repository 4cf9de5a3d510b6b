package dev.gyre.host.variables.internal.face;

import dev.gyre.api.host.WitError;

/** {@code fermyon:spin/variables@2.0.0}: one object for all events of a component. Thread-safe. */
public final class SpinVariables {
    private final Lookup lookup;

    public SpinVariables(Lookup lookup) {
        this.lookup = lookup;
    }

    /** {@code get: func(name: string) -> result<string, error>}. */
    public String get(String name) throws Failure {
        return lookup.get(name);
    }

    /** {@code error}; each case says what is wrong. */
    public sealed interface Problem {
        /** What is wrong. */
        String message();

        /** The name is none. */
        record InvalidName(String message) implements Problem {
        }

        /** The component has no such variable. */
        record Undefined(String message) implements Problem {
        }

        /** No provider has a value, or one failed. */
        record Provider(String message) implements Problem {
        }

        /** Something else. */
        record Other(String message) implements Problem {
        }
    }

    /** The error of {@code get}. */
    public static final class Failure extends WitError {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        public Failure(Problem problem) {
            super(problem.message());
            this.problem = problem;
        }

        @Override
        public Problem error() {
            return problem;
        }
    }
}
