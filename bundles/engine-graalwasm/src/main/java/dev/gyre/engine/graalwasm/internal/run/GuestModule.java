package dev.gyre.engine.graalwasm.internal.run;

import java.util.List;
import java.util.Optional;

import org.graalvm.polyglot.Source;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.GuestFrame;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.engine.graalwasm.internal.compile.ModuleShape;

/**
 * A parsed module: the engine keeps its code as long as this source lives, for all stores. Immutable and thread-safe.
 *
 * @param name in messages and back-traces
 */
public record GuestModule(String name, Source source, ModuleShape shape) implements CompiledModule {
    @Override
    public List<ImportType> imports() {
        return shape.imports();
    }

    @Override
    public List<ExportType> exports() {
        return shape.exports();
    }

    @Override
    public InstancePre prepare(List<ImportBinding> bindings) {
        return new GuestPre(this, bindings);
    }

    /** The frame of a function by GraalWasm's name of it; nothing for one that was added to the module. */
    Optional<GuestFrame> frame(String root) {
        int index = shape.function(root);
        return index < 0 ? Optional.empty() : Optional.of(new GuestFrame(name, index, shape.functionName(index)));
    }

    /** Two compilations are two modules. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
