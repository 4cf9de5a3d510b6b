package dev.gyre.component.internal.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.component.internal.binary.BinaryReader;
import dev.gyre.component.internal.plan.Plan;
import dev.gyre.component.internal.plan.Planner;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.link.CompiledComponent;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.link.Entity;

/** A component, decoded and, if it can be run, planned. Immutable and thread-safe. */
public final class PlannedComponent implements Component {
    private final Optional<Plan> plan;
    /** Why there is no plan. */
    private final Optional<ComponentException> refusal;
    private final List<byte[]> modules;
    private final Map<String, Entity> imports;
    private final Map<String, Entity> exports;

    private PlannedComponent(BinaryReader.Read read) {
        this.modules = List.copyOf(read.modules());
        this.imports = entities(read.component().type().imports());
        this.exports = entities(read.component().type().exports());
        Optional<Plan> made = Optional.empty();
        Optional<ComponentException> failure = Optional.empty();
        try {
            made = Optional.of(Planner.plan(read.component()));
        } catch (ComponentException e) {
            failure = Optional.of(e);
        }
        this.plan = made;
        this.refusal = failure;
    }

    private static Map<String, Entity> entities(Map<String, Ext> types) {
        Map<String, Entity> entities = new LinkedHashMap<>();
        types.forEach((name, type) -> entities.put(name, Entities.of(type)));
        return Collections.unmodifiableMap(entities);
    }

    /** Reads a component. @throws ComponentException when it is none */
    public static PlannedComponent read(byte[] bytes) {
        return new PlannedComponent(BinaryReader.read(bytes));
    }

    Plan plan() {
        return plan.orElseThrow(() -> new ComponentException(refusal.orElseThrow().getMessage(), refusal.get()));
    }

    @Override
    public Optional<String> unsupported() {
        return refusal.map(ComponentException::getMessage);
    }

    @Override
    public Map<String, Entity> imports() {
        return imports;
    }

    @Override
    public Map<String, Entity> exports() {
        return exports;
    }

    @Override
    public List<byte[]> modules() {
        return modules;
    }

    @Override
    public CompiledComponent compile(WasmEngine engine, CompileOptions options) {
        plan();
        List<CompiledModule> compiled = new ArrayList<>();
        long bytes = modules.stream().mapToLong(m -> m.length).sum();
        long before = 0;
        for (int i = 0; i < modules.size(); i++) {
            byte[] module = modules.get(i);
            String name = modules.size() == 1 ? options.name() : options.name() + "#" + i;
            compiled.add(engine.compile(module, new CompileOptions(name, options.cache(), part(options.progress(), before, module.length, bytes))));
            before += module.length;
        }
        return new Compiled(this, compiled);
    }

    /** A module's progress as that of the whole component, measured in bytes of its modules. */
    private static CompileOptions.Progress part(CompileOptions.Progress whole, long before, long size, long all) {
        return (done, of) -> whole.compiled(before + (of == 0 ? size : (long) ((double) done / of * size)), all);
    }
}
