package dev.gyre.trigger.http.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.http.listener.Listeners;

/** An application behind the real trigger whose guests are Java lambdas. */
public final class TestApp implements AutoCloseable {
    private final HttpTrigger trigger;
    private final RunningTrigger running;

    private TestApp(HttpTrigger trigger, RunningTrigger running) {
        this.trigger = trigger;
        this.running = running;
    }

    /** One component at {@code /...}. */
    public static TestApp serving(HttpHandler handler) {
        return new Builder().component("guest", "/...", handler).start();
    }

    public static final class Builder {
        private final List<TriggerBinding> bindings = new ArrayList<>();
        private final Map<String, HttpHandler> handlers = new HashMap<>();
        private final Map<String, String> options = new HashMap<>(Map.of("listen", "127.0.0.1:0"));
        private final HttpTrigger trigger;
        private ConfigTable settings = Tables.table("http");
        private Optional<ConfigTable> defaults = Optional.empty();
        private String name = "test \"app\"";
        private int manifestVersion = 1;
        private Supplier<InstanceLease> instances = () -> {
            throw new UnsupportedOperationException("nothing runs here");
        };

        public Builder() {
            this(new HttpTrigger(new Listeners()));
        }

        Builder(HttpTrigger trigger) {
            this.trigger = trigger;
        }

        public Builder component(String id, String route, HttpHandler handler) {
            handlers.put(id, handler);
            return binding(id, Tables.table("component.trigger", "route", route));
        }

        /** What a component does whose binding is not a path. */
        Builder handler(String id, HttpHandler handler) {
            handlers.put(id, handler);
            return this;
        }

        public Builder binding(String id, ConfigTable table) {
            bindings.add(new TriggerBinding("http", id, id, table));
            return this;
        }

        /** A binding without a component. */
        public Builder alone(String id, ConfigTable table) {
            bindings.add(new TriggerBinding("http", id, Optional.empty(), Map.of(), table));
            return this;
        }

        public Builder settings(Object... pairs) {
            settings = Tables.table("http", pairs);
            return this;
        }

        public Builder base(String base) {
            defaults = Optional.of(Tables.table("trigger", "base", base));
            return this;
        }

        public Builder option(String name, String value) {
            options.put(name, value);
            return this;
        }

        Builder named(String application) {
            name = application;
            return this;
        }

        public Builder manifest(int version) {
            manifestVersion = version;
            return this;
        }

        /** Where executors get their instances. */
        Builder instances(Supplier<InstanceLease> from) {
            instances = from;
            return this;
        }

        public HttpTrigger trigger() {
            return trigger;
        }

        public TriggerContext context() {
            return new TriggerContext(bindings, defaults, settings, options, FakeExecution.of(name, manifestVersion, bindings, instances));
        }

        /** Starts without any executor. */
        public TestApp startBare() {
            return new TestApp(trigger, trigger.configure(context()).start());
        }

        public TestApp start() {
            trigger.bindExecutor(executor(), Map.of(HttpExecutor.PROPERTY, "spin"));
            return startBare();
        }

        public HttpExecutor executor() {
            return context -> handlers.get(context.component().component().id());
        }
    }

    public HttpTrigger trigger() {
        return trigger;
    }

    RunningTrigger running() {
        return running;
    }

    public List<String> announcement() {
        return running.announcement();
    }

    public URI uri(String path) {
        return URI.create(running.sources().getFirst().address() + path);
    }

    public int port() {
        return uri("").getPort();
    }

    @Override
    public void close() {
        running.close();
    }
}
