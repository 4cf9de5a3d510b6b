package dev.gyre.host.sqlite.internal.face;

import dev.gyre.api.host.WitError;

/** The error of every function of every version. */
public final class SqliteFailure extends WitError {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public SqliteFailure(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    @Override
    public Problem error() {
        return problem;
    }

    /** {@code error}. */
    public sealed interface Problem {
        /** The case's place in the WIT. */
        int number();

        /** Never given: a label that stands for nothing is refused when the application starts. */
        record NoSuchDatabase() implements Problem {
            @Override
            public int number() {
                return 0;
            }
        }

        /** The manifest does not allow the component this database. */
        record AccessDenied() implements Problem {
            @Override
            public int number() {
                return 1;
            }
        }

        /** There is no open connection of this number. */
        record InvalidConnection() implements Problem {
            @Override
            public int number() {
                return 2;
            }
        }

        /** The disk, or the memory a database may take, is full. */
        record DatabaseFull() implements Problem {
            @Override
            public int number() {
                return 3;
            }
        }

        /** What SQLite says. */
        record Io(String message) implements Problem {
            @Override
            public int number() {
                return 4;
            }
        }
    }
}
