package dev.gyre.engine.graalwasm.internal.run;

import java.util.List;
import java.util.Optional;

import org.graalvm.polyglot.Value;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.graalwasm.internal.compile.ModuleShape;

/** An instance, and what host functions see of it when it calls them. For the store's thread. */
final class GuestInstance implements CoreInstance, Caller {
    private final GuestModule module;
    private final GuestStore store;
    private final Extern[] exports;
    /** Memories, tables and globals that are not the instance's own, by their places among the imports. */
    private final Extern[] given;
    private Value guest;
    private LinearMemory memory;

    private GuestInstance(GuestModule module, GuestStore store) {
        this.module = module;
        this.store = store;
        this.exports = new Extern[module.shape().slots().size()];
        this.given = new Extern[module.imports().size()];
    }

    static GuestInstance of(GuestPre pre, GuestStore store, List<Extern> deferred) {
        boolean outermost = store.enter();
        GuestInstance instance = new GuestInstance(pre.module(), store);
        GuestInstance before = store.calling(instance);
        try {
            ImportObject imports = instance.imports(pre, deferred);
            store.add(instance);
            instance.begin(imports);
            return instance;
        } catch (Throwable e) {
            store.endedEarly();
            RuntimeException mapped = Traps.map(store, e);
            store.remove(instance);
            throw mapped;
        } finally {
            store.called(before);
            store.leave(outermost);
        }
    }

    private void begin(ImportObject imports) {
        ModuleShape shape = module.shape();
        Quota.Initial initial = store.reserve(shape.ownMemories(), shape.ownTables());
        try {
            guest = store.instantiate(module.source(), imports);
        } catch (RuntimeException e) {
            initial.release();
            throw e;
        }
        if (shape.hasStart()) {
            guest.getMember(shape.start()).executeVoid();
        }
    }

    private ImportObject imports(GuestPre pre, List<Extern> deferred) {
        List<ImportType> wanted = module.imports();
        Object[] values = new Object[wanted.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (pre.binding(i)) {
                case ImportBinding.Host(HostFunction function) -> new HostCall(function, store, this);
                case ImportBinding.Deferred(int slot) -> {
                    given[i] = Linking.deferred(wanted.get(i), slot, deferred, store);
                    yield switch (given[i]) {
                        case BodyFunction f -> new HostCall(f.function(), store, this);
                        case GuestFunction f -> f.value();
                        case GuestMemory m -> m.value();
                        case GuestTable t -> t.value();
                        case GuestGlobal g -> g.value();
                        default -> throw new ModuleException("import " + wanted.get(i) + " cannot be given");
                    };
                }
            };
        }
        return new ImportObject(values, store);
    }

    @Override
    public GuestModule module() {
        return module;
    }

    @Override
    public GuestStore store() {
        return store;
    }

    @Override
    public Optional<Extern> export(String name) {
        int position = module.shape().position(name);
        if (position < 0) {
            return Optional.empty();
        }
        if (exports[position] == null) {
            exports[position] = extern(module.shape().slots().get(position));
        }
        return Optional.of(exports[position]);
    }

    /** One entity may be exported under several names: it is the same object under each. */
    private Extern extern(ModuleShape.Slot slot) {
        if (slot.imported() >= 0 && given[slot.imported()] != null) {
            return given[slot.imported()];
        }
        List<ModuleShape.Slot> slots = module.shape().slots();
        for (int i = 0; i < slots.size(); i++) {
            if (exports[i] != null && slots.get(i).equals(slot)) {
                return exports[i];
            }
        }
        if (guest == null) {
            throw new TrapException(TrapKind.ENGINE_FAILURE, "instance of " + module.name() + " is not ready");
        }
        Value value = store.member(guest, slot.member());
        return switch (slot.type()) {
            case ExternType.Func f -> new GuestFunction(store, this, value, f);
            case ExternType.Mem m -> new GuestMemory(store, value, m.maxPages());
            case ExternType.Tab t -> new GuestTable(store, value, t.element(), t.max());
            case ExternType.Glob g -> new GuestGlobal(store, value, g);
            case ExternType.Tag t -> throw new ModuleException("needs exceptions, which graalwasm lacks");
        };
    }

    @Override
    public CoreInstance instance() {
        return this;
    }

    @Override
    public Object data() {
        return store.data();
    }

    @Override
    public LinearMemory memory() {
        if (memory == null) {
            memory = memory("memory").orElseThrow(
                    () -> new TrapException(TrapKind.ABI_VIOLATION, "module " + module.name() + " does not export its memory as \"memory\""));
        }
        return memory;
    }
}
