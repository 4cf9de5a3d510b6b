package dev.gyre.trigger.http.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.Limits;

/** An application that is deployed without anything that runs it. */
record FakeExecution(Application application, Supplier<InstanceLease> instances) implements ExecutionContext {
    private static final Position POSITION = new Position("spin.toml", 1, 1);

    /** @param instances gives them, or throws */
    static FakeExecution of(String name, int manifestVersion, List<TriggerBinding> bindings, Supplier<InstanceLease> instances) {
        AppInfo info = new AppInfo(name, "1.2.3", Optional.empty(), List.of(), Optional.empty(), manifestVersion,
                new Origin.Registry("test", "nowhere"));
        List<Component> components = bindings.stream().flatMap(b -> b.componentId().stream()).map(FakeExecution::described).toList();
        return new FakeExecution(new Application(info, components, bindings, Map.of(), Map.of(), ConfigTable.empty("", POSITION)), instances);
    }

    private static Component described(String id) {
        return Component.builder(id, new ModuleSource.Bytes(new byte[0], id)).description(Optional.of("describes " + id)).build();
    }

    @Override
    public ComponentContext component(String id) {
        return new FakeComponent(application, application.component(id).orElseThrow());
    }

    @Override
    public InstanceLease lease(String componentId, InstanceOptions options) {
        return instances.get();
    }

    private record FakeComponent(Application application, Component component) implements ComponentContext {
        @Override
        public List<ImportType> imports() {
            return List.of();
        }

        @Override
        public List<ExportType> exports() {
            return List.of();
        }

        @Override
        public Optional<CoreLayout> layout() {
            return Optional.empty();
        }

        @Override
        public Limits limits() {
            return Limits.DEFAULT;
        }

        @Override
        public ConfigTable settings() {
            return ConfigTable.empty("component." + component.id(), POSITION);
        }
    }
}
