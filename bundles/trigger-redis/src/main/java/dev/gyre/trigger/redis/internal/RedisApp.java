package dev.gyre.trigger.redis.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.redis.Deadlines;
import dev.gyre.trigger.redis.internal.deliver.Buffers;
import dev.gyre.trigger.redis.internal.subscribe.Subscription;

/** One application that takes messages, as one runtime knows it. Thread-safe. */
final class RedisApp implements RunningTrigger {
    private final Intake intake;
    private final KeptIntakes kept;
    private final Consumer<RedisApp> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param kept    takes the intake when the application is to come back
     * @param onClose called once this is over
     */
    RedisApp(Intake intake, KeptIntakes kept, Consumer<RedisApp> onClose) {
        this.intake = intake;
        this.kept = kept;
        this.onClose = onClose;
    }

    /**
     * What the applications share.
     *
     * @param rules of an application's triggers, as they are now; fails with a RedisFailure while there are none
     */
    record Shared(Function<Application, OutboundRules> rules, Buffers buffers, Deadlines deadlines, Subscription.Times times) {
    }

    @Override
    public List<EventSource> sources() {
        return intake.subscriptions().stream().map(s -> EventSource.subscription(s.address().toString(), s.problem(), routes(s))).toList();
    }

    private List<EventSource.Route> routes(Subscription subscription) {
        return intake.config().bindings().stream().filter(b -> b.address().equals(subscription.address()))
                .map(b -> new EventSource.Route(b.componentId(), b.channel())).toList();
    }

    @Override
    public List<String> waitingFor() {
        return intake.subscriptions().stream().flatMap(s -> s.problem().map(p -> s.address() + ": " + p).stream()).toList();
    }

    @Override
    public Duration closing() {
        return intake.config().drain().plus(CLOSING);
    }

    @Override
    public void close() {
        end(Intake::close);
    }

    /** The next runtime finds the subscription as it is, and what has come meanwhile. */
    @Override
    public void keep() {
        end(i -> {
            i.hold();
            kept.keep(i);
        });
    }

    private void end(Consumer<Intake> how) {
        if (closed.compareAndSet(false, true)) {
            how.accept(intake);
            onClose.accept(this);
        }
    }
}
