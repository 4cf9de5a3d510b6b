package dev.gyre.engine.graalwasm.internal.run;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.proxy.ProxyExecutable;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.ValueType;

/**
 * Makes a module's first instance, which nobody uses. GraalWasm makes the nodes of all functions with it, under a lock and without a
 * place where it could be stopped: the events that came first would wait for that, past their deadlines. No code of the guest runs.
 */
public final class Rehearsal {
    /** A module that begins with more gets its first instance in an event: nobody has said yet that it may have it, and no budget counts this. */
    private static final StoreLimits LIMITS = new StoreLimits(64L << 20, 1_000_000, 1);

    private Rehearsal() {
    }

    public static void of(Polyglot polyglot, GuestModule module) {
        try (GuestStore store = new GuestStore(polyglot, LIMITS, 0, "")) {
            store.reserve(module.shape().ownMemories(), module.shape().ownTables());
            Object[] imports = module.imports().stream().map(i -> stub(store, i)).toArray();
            store.instantiate(module.source(), new ImportObject(imports, store));
        } catch (TrapException | ModuleException | PolyglotException e) {
            // the first event finds out, with its own limits and imports
        }
    }

    private static Object stub(GuestStore store, ImportType type) {
        return switch (type.type()) {
            case ExternType.Func f -> (ProxyExecutable) arguments -> null;
            case ExternType.Mem m -> ((GuestMemory) store.memory(m)).value();
            case ExternType.Tab t -> ((GuestTable) store.table(t)).value();
            case ExternType.Glob g -> ((GuestGlobal) store.global(g, isReference(g.type()) ? Values.NULL : 0)).value();
            case ExternType.Tag t -> throw new IllegalStateException("exceptions were refused before");
        };
    }

    private static boolean isReference(ValueType type) {
        return type == ValueType.FUNCREF || type == ValueType.EXTERNREF;
    }
}
