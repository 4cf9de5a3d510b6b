package ${package};

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;

import dev.gyre.api.host.WitError;

/** {@code acme:clock/wall}. Its public methods have the shape of the functions in the WIT. Thread-safe. */
public final class Wall {
    private final Clock clock;

    Wall(Clock clock) {
        this.clock = clock;
    }

    /** {@code problem}. */
    public enum Problem {
        NO_SUCH_ZONE
    }

    /** The error of {@code offset}: a method that declares one throws the error of its result. */
    public static final class ClockFailure extends WitError {
        private static final long serialVersionUID = 1L;

        private final Problem problem;

        ClockFailure(Problem problem) {
            super(problem.name());
            this.problem = problem;
        }

        @Override
        public Problem error() {
            return problem;
        }
    }

    /** {@code now: func() -> u64}. */
    public long now() {
        return clock.millis();
    }

    /** {@code offset: func(zone: string) -> result<s32, problem>}. */
    public int offset(String zone) throws ClockFailure {
        try {
            return ZoneId.of(zone).getRules().getOffset(clock.instant()).getTotalSeconds();
        } catch (DateTimeException e) {
            throw new ClockFailure(Problem.NO_SUCH_ZONE);
        }
    }
}
