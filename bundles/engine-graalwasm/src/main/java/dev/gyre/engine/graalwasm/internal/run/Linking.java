package dev.gyre.engine.graalwasm.internal.run;

import java.util.List;

import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ModuleException;

/** Whether what is given matches what is imported. */
final class Linking {
    private Linking() {
    }

    static void check(ImportType wanted, HostFunction given) {
        if (!wanted.type().equals(given.type())) {
            throw mismatch(wanted, "the host function " + given.name() + " is " + given.type().describe());
        }
    }

    /** The extern of a slot. @throws ModuleException when there is none or it does not fit */
    static Extern deferred(ImportType wanted, int slot, List<Extern> externs, GuestStore store) {
        if (slot < 0 || slot >= externs.size()) {
            throw new ModuleException("import \"" + wanted.module() + "\" \"" + wanted.name() + "\" is bound to slot " + slot + ", but " + externs.size()
                    + " externs were given");
        }
        Extern given = externs.get(slot);
        if (storeOf(given) != store) {
            throw mismatch(wanted, "what is given belongs to another store");
        }
        if (!wanted.type().accepts(given.type())) {
            throw mismatch(wanted, "what is given is " + given.type().describe());
        }
        return given;
    }

    private static GuestStore storeOf(Extern extern) {
        return switch (extern) {
            case StoreFunction f -> f.store();
            case GuestMemory m -> m.store();
            case GuestTable t -> t.store();
            case GuestGlobal g -> g.store();
            default -> null;
        };
    }

    private static ModuleException mismatch(ImportType wanted, String given) {
        return new ModuleException("import \"" + wanted.module() + "\" \"" + wanted.name() + "\" needs " + wanted.type().describe() + ", but " + given);
    }
}
