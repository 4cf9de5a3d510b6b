package dev.gyre.runtime.internal.fake;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Place;
import dev.gyre.api.config.Position;

/** Applications for tests. */
public final class Apps {
    public static final Position HERE = new Position("gyre.toml", 3, 1);

    private Apps() {
    }

    public static Application of(String trigger, ConfigTable settings, Component... components) {
        AppInfo info = new AppInfo("app", "1.0.0", Optional.empty(), List.of(), Optional.empty(), 1, new Origin.Manifest(Path.of("spin.toml")));
        List<TriggerBinding> bindings = Arrays.stream(components)
                .map(c -> new TriggerBinding(trigger, c.id(), c.id(), ConfigTable.empty("", HERE))).toList();
        return new Application(info, List.of(components), bindings, Map.of(), Map.of(), settings);
    }

    public static Application of(Component... components) {
        return of("test", settings(), components);
    }

    public static Component component(String id, byte[] wasm) {
        return component(id, new ModuleSource.Bytes(wasm, id + ".wasm"));
    }

    public static Component component(String id, ModuleSource source) {
        return component(id, source, Map.of());
    }

    /** @param tools its {@code [component.<id>.tool.*]} */
    public static Component component(String id, ModuleSource source, Map<String, ConfigTable> tools) {
        return Component.builder(id, source).place(new Place("component[0]", new Position("spin.toml", 7, 1), Map.of()))
                .environment(Map.of("COLOR", "red")).tools(tools).build();
    }

    /** A {@code gyre.toml} of keys and values in turn; values are strings, longs or tables. */
    public static ConfigTable settings(Object... keysAndValues) {
        return table("", keysAndValues);
    }

    public static ConfigTable table(String path, Object... keysAndValues) {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put((String) keysAndValues[i], new ConfigValue(keysAndValues[i + 1], HERE));
        }
        return new ConfigTable(path, HERE, values);
    }

    /** An annotation with these values, by property name, and its defaults. */
    public static <A> A annotation(Class<A> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, args) -> values.getOrDefault(method.getName().replace("$_$", "-"), method.getDefaultValue())));
    }
}
