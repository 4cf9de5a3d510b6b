package dev.gyre.itests.component.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.json.JSONArray;
import org.json.JSONObject;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ComponentState;
import dev.gyre.component.link.ExportedFunc;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkedComponent;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ValueType;

/** Runs one translated script on one engine. For one thread. */
final class Script implements AutoCloseable {
    /** A command's end: why it failed, or nothing. */
    record Outcome(String command, Optional<String> failure) {
    }

    private record Live(LinkedComponent component, ComponentInstance instance) {
    }

    private static final StoreLimits LIMITS = new StoreLimits(1L << 30, 1_000_000, 1000);

    private final WasmEngine engine;
    private final Path folder;
    private final JSONObject script;
    private final Map<String, byte[]> definitions = new HashMap<>();
    private final Map<String, Live> instances = new HashMap<>();
    private final List<Store> stores = new ArrayList<>();
    private String lastDefinition = "";
    private Optional<Live> last = Optional.empty();

    Script(WasmEngine engine, Path json) throws IOException {
        this.engine = engine;
        this.folder = json.getParent();
        this.script = new JSONObject(Files.readString(json));
    }

    List<Outcome> run() {
        List<Outcome> outcomes = new ArrayList<>();
        JSONArray commands = script.getJSONArray("commands");
        for (int i = 0; i < commands.length(); i++) {
            JSONObject command = commands.getJSONObject(i);
            String name = script.getString("file") + ":" + command.getInt("line") + " " + command.getString("kind");
            outcomes.add(new Outcome(name, run(command)));
        }
        return outcomes;
    }

    private Optional<String> run(JSONObject command) {
        try {
            return switch (command.getString("kind")) {
                case "component" -> component(command.getJSONObject("component"));
                case "instance" -> {
                    last = Optional.of(instantiate(definition(command.optString("of"))));
                    instances.put(command.optString("id"), last.get());
                    yield Optional.empty();
                }
                case "invoke" -> {
                    invoke(command.getJSONObject("invoke"));
                    yield Optional.empty();
                }
                case "assert_return" -> assertReturn(command);
                case "assert_trap" -> assertTrap(command);
                case "assert_invalid", "assert_malformed" -> assertInvalid(command.getJSONObject("component"), command.getString("message"));
                case String other -> Optional.of("unknown command " + other);
            };
        } catch (RuntimeException | IOException | StackOverflowError e) {
            return Optional.of(e.toString());
        }
    }

    private byte[] definition(String id) {
        return Objects.requireNonNull(definitions.get(id.isEmpty() ? lastDefinition : id), () -> "no component " + id);
    }

    private byte[] binary(JSONObject component) throws IOException {
        if (!component.has("file")) {
            throw new IOException("not translated: " + component.getString("error"));
        }
        return Files.readAllBytes(folder.resolve(component.getString("file")));
    }

    private Optional<String> component(JSONObject component) throws IOException {
        byte[] bytes = binary(component);
        String id = component.optString("id");
        definitions.put(id, bytes);
        lastDefinition = id;
        // a component with imports is there for being valid: nothing could be given to it
        if (component.getBoolean("definition") || !Component.read(bytes).imports().isEmpty()) {
            check(bytes);
        } else {
            last = Optional.of(instantiate(bytes));
            instances.put(id, last.get());
        }
        return Optional.empty();
    }

    /** Reads a component and compiles its modules. */
    private void check(byte[] bytes) {
        Component.read(bytes).modules().forEach(m -> engine.compile(m, CompileOptions.uncached("test")));
    }

    private Live instantiate(byte[] bytes) {
        LinkedComponent component = Component.read(bytes).compile(engine, CompileOptions.uncached("test")).link(Imports.NONE);
        Store store = engine.openStore(LIMITS, new ComponentState("test"));
        stores.add(store);
        return new Live(component, component.instantiate(store));
    }

    private Object invoke(JSONObject invoke) {
        Live live = invoke.has("instance") ? instances.get(invoke.getString("instance")) : last.orElseThrow(() -> new IllegalStateException("no instance"));
        ExportedFunc function = live.component.function(invoke.getString("name"))
                .orElseThrow(() -> new IllegalStateException("no function " + invoke.getString("name")));
        List<ValueType> types = function.type().params().stream().map(FuncType.Param::type).toList();
        return function.call(live.instance, Values.of(invoke.getJSONArray("args"), types)).orElse(null);
    }

    private Optional<String> assertReturn(JSONObject command) {
        Object result = invoke(command.getJSONObject("invoke"));
        JSONArray wanted = command.getJSONArray("results");
        if (wanted.isEmpty()) {
            return result == null ? Optional.empty() : Optional.of("returned " + result);
        }
        JSONObject invoke = command.getJSONObject("invoke");
        Live live = invoke.has("instance") ? instances.get(invoke.getString("instance")) : last.orElseThrow();
        ValueType type = live.component.function(invoke.getString("name")).orElseThrow().type().result().orElseThrow();
        Object expected = Values.of(wanted.getJSONObject(0), type);
        return Objects.deepEquals(Plain.of(expected), Plain.of(result)) ? Optional.empty()
                : Optional.of("returned " + Plain.of(result) + ", not " + Plain.of(expected));
    }

    private Optional<String> assertTrap(JSONObject command) throws IOException {
        try {
            if (command.has("invoke")) {
                invoke(command.getJSONObject("invoke"));
            } else if (command.has("of")) {
                instantiate(definition(command.getString("of")));
            } else {
                instantiate(binary(command.getJSONObject("component")));
            }
            return Optional.of("did not trap: " + command.getString("message"));
        } catch (TrapException e) {
            String wanted = command.getString("message").replace("wasm trap: ", "");
            return Messages.agree(wanted, e.getMessage()) ? Optional.empty() : Optional.of("trapped with `" + e.getMessage() + "`, not `" + wanted + "`");
        }
    }

    /** What the text's translator refuses counts as refused: it is no work of ours, but nothing is left to test. */
    private Optional<String> assertInvalid(JSONObject component, String message) throws IOException {
        if (!component.has("file")) {
            return Optional.empty();
        }
        try {
            check(binary(component));
            return Optional.of("is valid, should be: " + message);
        } catch (GyreException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        stores.forEach(Store::close);
    }
}
