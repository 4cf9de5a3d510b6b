package dev.gyre.component.internal.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    private final BinaryReader.Read read;
    private final Optional<Plan> plan;
    /** Why there is no plan. */
    private final Optional<ComponentException> refusal;
    private final List<byte[]> modules;
    private final Map<String, Entity> imports;
    private final boolean composition;
    private final Map<String, Entity> exports;

    private PlannedComponent(BinaryReader.Read read, List<Plug> plugs, Optional<Plan> plan, Optional<ComponentException> refusal) {
        this.read = read;
        this.modules = Stream.concat(Stream.of(read), plugs.stream().map(p -> ((PlannedComponent) p.component()).read)).flatMap(r -> r.modules().stream()).toList();
        Map<String, Entity> own = new LinkedHashMap<>(entities(read.component().type().imports()));
        plugs.forEach(p -> own.keySet().removeAll(p.exports().keySet()));
        this.imports = Collections.unmodifiableMap(own);
        this.composition = !plugs.isEmpty();
        this.exports = entities(read.component().type().exports());
        this.plan = plan;
        this.refusal = refusal;
    }

    /** The same without the binaries of core modules. */
    private PlannedComponent(PlannedComponent whole) {
        this.read = new BinaryReader.Read(whole.read.component(), List.of(), whole.read.typed());
        this.plan = whole.plan;
        this.refusal = whole.refusal;
        this.modules = List.of();
        this.imports = whole.imports;
        this.composition = whole.composition;
        this.exports = whole.exports;
    }

    private static PlannedComponent of(BinaryReader.Read read) {
        try {
            return new PlannedComponent(read, List.of(), Optional.of(Planner.plan(read)), Optional.empty());
        } catch (ComponentException e) {
            return new PlannedComponent(read, List.of(), Optional.empty(), Optional.of(e));
        }
    }

    @Override
    public Component composed(List<Plug> plugs) {
        plan();
        List<Planner.Plug> parts = new ArrayList<>();
        for (Plug plug : plugs) {
            PlannedComponent other = (PlannedComponent) plug.component();
            other.plan();
            if (other.composition || composition) {
                throw new ComponentException(plug.name() + " is a composition itself, or for one: compose all at once");
            }
            plug.exports().forEach((wanted, name) -> {
                if (!other.exports.containsKey(name)) {
                    throw new ComponentException(plug.name() + " does not export `" + name + "`, which is to satisfy the import `" + wanted + "`; it exports: "
                            + String.join(", ", other.exports.keySet()));
                }
            });
            parts.add(new Planner.Plug(plug.name(), other.read, plug.exports()));
        }
        return new PlannedComponent(read, plugs, Optional.of(Planner.plan(read, parts)), Optional.empty());
    }

    private static Map<String, Entity> entities(Map<String, Ext> types) {
        Map<String, Entity> entities = new LinkedHashMap<>();
        types.forEach((name, type) -> entities.put(name, Entities.of(type)));
        return Collections.unmodifiableMap(entities);
    }

    /** Reads a component. @throws ComponentException when it is none */
    public static PlannedComponent read(byte[] bytes) {
        return of(BinaryReader.read(bytes));
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
        return new Compiled(new PlannedComponent(this), compiled);
    }

    /** A module's progress as that of the whole component, measured in bytes of its modules. */
    private static CompileOptions.Progress part(CompileOptions.Progress whole, long before, long size, long all) {
        return (done, of) -> whole.compiled(before + (of == 0 ? size : (long) ((double) done / of * size)), all);
    }
}
