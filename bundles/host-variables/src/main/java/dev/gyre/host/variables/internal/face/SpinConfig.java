package dev.gyre.host.variables.internal.face;

import dev.gyre.api.host.WitError;

/** {@code fermyon:spin/config}: one object for all events of a component. Thread-safe. */
public final class SpinConfig {
    private final Lookup lookup;

    public SpinConfig(Lookup lookup) {
        this.lookup = lookup;
    }

    /** {@code get-config: func(key: string) -> result<string, error>}. */
    public String getConfig(String key) throws Failure {
        try {
            return lookup.get(key);
        } catch (SpinVariables.Failure e) {
            throw new Failure(switch (e.error()) {
                case SpinVariables.Problem.InvalidName(String message) -> new Problem.InvalidKey(message);
                case SpinVariables.Problem.Undefined(String message) -> new Problem.Provider(message);
                case SpinVariables.Problem.Provider(String message) -> new Problem.Other(message);
                case SpinVariables.Problem.Other(String message) -> new Problem.Other(message);
            });
        }
    }

    /** {@code error}, with the cases Spin gives today. */
    public sealed interface Problem {
        /** What is wrong. */
        String message();

        /** The component has no such variable. */
        record Provider(String message) implements Problem {
        }

        /** The key is none. */
        record InvalidKey(String message) implements Problem {
        }

        /** Never given. */
        record InvalidSchema(String message) implements Problem {
        }

        /** Something else. */
        record Other(String message) implements Problem {
        }
    }

    /** The error of {@code get-config}. */
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
