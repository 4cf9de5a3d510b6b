package acme.queue;

import dev.gyre.api.host.WitError;

/** The error of {@code send}. */
public final class QueueFailure extends WitError {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    QueueFailure(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    @Override
    public Problem error() {
        return problem;
    }
}
