package dev.gyre.component.internal.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.component.internal.binary.BinaryReader;
import dev.gyre.component.internal.plan.Plan;
import dev.gyre.component.internal.plan.Planner;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.link.CompiledComponent;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.Entity;

/** A component, decoded and planned. Immutable and thread-safe. */
public final class PlannedComponent implements Component {
    private final Plan plan;
    private final List<byte[]> modules;
    private final Map<String, Entity> imports;
    private final Map<String, Entity> exports;

    private PlannedComponent(Plan plan, List<byte[]> modules) {
        this.plan = plan;
        this.modules = List.copyOf(modules);
        this.imports = entities(plan.imports());
        Map<String, Entity> exported = new LinkedHashMap<>();
        plan.exports().forEach((name, e) -> exported.put(name, Entities.of(e, plan)));
        this.exports = Collections.unmodifiableMap(exported);
    }

    private static Map<String, Entity> entities(Map<String, Ext> types) {
        Map<String, Entity> entities = new LinkedHashMap<>();
        types.forEach((name, type) -> entities.put(name, Entities.of(type)));
        return Collections.unmodifiableMap(entities);
    }

    /** Reads a component. @throws dev.gyre.component.link.ComponentException when it is none, or needs what is not supported */
    public static PlannedComponent read(byte[] bytes) {
        BinaryReader.Read read = BinaryReader.read(bytes);
        return new PlannedComponent(Planner.plan(read.component()), read.modules());
    }

    Plan plan() {
        return plan;
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
        List<CompiledModule> compiled = new ArrayList<>();
        for (int i = 0; i < modules.size(); i++) {
            String name = modules.size() == 1 ? options.name() : options.name() + "#" + i;
            compiled.add(engine.compile(modules.get(i), new CompileOptions(name, options.cache(), options.progress())));
        }
        return new Compiled(this, compiled);
    }
}
