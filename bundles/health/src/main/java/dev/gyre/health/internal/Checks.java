package dev.gyre.health.internal;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/**
 * The health checks there are, by their tags. A check that takes too long or throws is critical; one that still runs from before is not
 * begun again. Thread-safe; {@link #run} blocks, bounded.
 */
final class Checks {
    static final Duration LIMIT = Duration.ofSeconds(2);

    private final Map<HealthCheck, Known> checks = new ConcurrentHashMap<>();
    private final Map<HealthCheck, FutureTask<Result>> running = new ConcurrentHashMap<>();

    private record Known(String name, List<String> tags) {
    }

    private record Asked(String name, FutureTask<Result> task) {
    }

    /** What a check said. */
    record Answer(String name, Result result) {
        /** Whether it asks for no measures. */
        boolean isOk() {
            return result.getStatus() == Result.Status.OK || result.getStatus() == Result.Status.WARN;
        }
    }

    void add(HealthCheck check, Map<String, Object> properties) {
        List<String> tags = switch (properties.get(HealthCheck.TAGS)) {
            case String one -> List.of(one.split(",\\s*"));
            case String[] several -> List.of(several);
            case null, default -> List.of();
        };
        checks.put(check, new Known(String.valueOf(properties.getOrDefault(HealthCheck.NAME, check.getClass().getName())), tags));
    }

    void remove(HealthCheck check) {
        checks.remove(check);
        running.remove(check);
    }

    /** What the checks of an aspect say, by their names. They run at the same time. */
    List<Answer> run(Aspect aspect) {
        // Nothing keeps two checks from having one name, and neither may hide the other.
        List<Asked> asked = checks.entrySet().stream().filter(e -> e.getValue().tags.contains(aspect.tag())).sorted(Comparator.comparing(e -> e.getValue().name))
                .map(e -> new Asked(e.getValue().name, begin(e.getKey(), e.getValue().name))).toList();
        long end = System.nanoTime() + LIMIT.toNanos();
        return asked.stream().map(a -> new Answer(a.name, await(a.task, end - System.nanoTime()))).toList();
    }

    private FutureTask<Result> begin(HealthCheck check, String name) {
        return running.compute(check, (c, before) -> {
            if (before != null && !before.isDone()) {
                return before;
            }
            FutureTask<Result> task = new FutureTask<>(check::execute);
            Thread.ofVirtual().name("gyre-health " + name).start(task);
            return task;
        });
    }

    private static Result await(FutureTask<Result> task, long nanos) {
        try {
            return task.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Result(Result.Status.CRITICAL, "no answer within " + LIMIT.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Result(Result.Status.HEALTH_CHECK_ERROR, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "interrupted");
        }
    }
}
