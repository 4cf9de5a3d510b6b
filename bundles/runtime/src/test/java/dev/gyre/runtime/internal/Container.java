package dev.gyre.runtime.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import dev.gyre.api.app.Application;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeHost;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.settings.ComponentConfig;
import dev.gyre.runtime.internal.settings.RuntimeConfig;

/** The runtime as Declarative Services would drive it. */
final class Container implements AutoCloseable {
    final DeploymentsService service;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Object, Map<String, Object>> properties = new HashMap<>();

    Container(Map<String, Object> config) {
        service = new DeploymentsService(Optional.of("off"), Apps.annotation(RuntimeConfig.class, config));
    }

    Container() {
        this(Map.of());
    }

    void configure(Map<String, Object> config) {
        service.configure(Apps.annotation(RuntimeConfig.class, config), config);
    }

    /** A factory configuration. */
    ComponentRuleService rule(String name, Map<String, Object> config) {
        ComponentRuleService rule = new ComponentRuleService(Apps.annotation(ComponentConfig.class, config), properties(name, config));
        service.bindRule(rule);
        return rule;
    }

    void change(ComponentRuleService rule, String name, Map<String, Object> config) {
        rule.configure(Apps.annotation(ComponentConfig.class, config), properties(name, config));
        service.updatedRule(rule);
    }

    private static Map<String, Object> properties(String name, Map<String, Object> config) {
        Map<String, Object> out = new HashMap<>(config);
        out.put("service.pid", "dev.gyre.runtime.component~" + name);
        return out;
    }

    void add(Object service, int ranking) {
        add(service, ranking, 1);
    }

    /** @param bundle id of the one that offers it */
    void add(Object service, int ranking, long bundle) {
        add(service, service instanceof FakeTrigger t ? Map.of(Trigger.PROPERTY, t.type()) : Map.of(), ranking, bundle);
    }

    /** @param said properties of its registration */
    void add(Object service, Map<String, Object> said, int ranking, long bundle) {
        Map<String, Object> p = new HashMap<>(said);
        p.putAll(Map.of("service.id", ids.incrementAndGet(), "service.ranking", ranking, "service.bundleid", bundle));
        synchronized (properties) {
            properties.put(service, p);
        }
        switch (service) {
            case WasmEngine e -> this.service.bindEngine(e, p);
            case FakeHost h -> this.service.bindHostModule(h, p);
            case FakeTrigger t -> this.service.bindTrigger(t, p);
            default -> throw new IllegalArgumentException();
        }
    }

    void add(Object service) {
        add(service, 0);
    }

    /** The same service with other properties. */
    void change(FakeTrigger trigger, Map<String, Object> said) {
        Map<String, Object> p;
        synchronized (properties) {
            p = new HashMap<>(properties.get(trigger));
            p.remove(Trigger.PROPERTY);
            p.putAll(said);
            properties.put(trigger, p);
        }
        service.updatedTrigger(trigger, p);
    }

    /** Unbinds and then closes it, so that any later use is an error. */
    void remove(Object service) {
        Map<String, Object> p;
        synchronized (properties) {
            p = properties.remove(service);
        }
        switch (service) {
            case WasmEngine e -> {
                this.service.unbindEngine(e, p);
                if (e instanceof FakeEngine fake) {
                    fake.closed.set(true);
                }
            }
            case FakeHost h -> {
                this.service.unbindHostModule(h, p);
                h.closed.set(true);
            }
            case FakeTrigger t -> this.service.unbindTrigger(t, p);
            default -> throw new IllegalArgumentException();
        }
    }

    Deployment deploy(Application app) {
        return service.deploy(app, new DeployOptions(Map.of(), Optional.empty(), new DeployOptions.Follow.None()));
    }

    Deployment deploy(Application app, String engine) {
        return service.deploy(app, new DeployOptions(Map.of(), Optional.empty(), new DeployOptions.Follow.None(), Optional.of(engine)));
    }

    Deployment deploy(Application app, Path logs) {
        return service.deploy(app, new DeployOptions(Map.of(), Optional.of(logs), new DeployOptions.Follow.None()));
    }

    @Override
    public void close() {
        service.deactivate();
    }
}
