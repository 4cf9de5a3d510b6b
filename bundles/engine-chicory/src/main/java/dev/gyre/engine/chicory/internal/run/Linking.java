package dev.gyre.engine.chicory.internal.run;

import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ModuleException;

/** Whether what is given matches what is imported (core specification, 4.5.3). */
final class Linking {
    private Linking() {
    }

    static void check(ImportType wanted, HostFunction given) {
        if (!wanted.type().equals(given.type())) {
            throw mismatch(wanted, "the host function " + given.name() + " is " + given.type().describe());
        }
    }

    static void check(ImportType wanted, Extern given, GuestStore store) {
        if (storeOf(given) != store) {
            throw mismatch(wanted, "what is given belongs to another store");
        }
        if (!wanted.type().accepts(given.type())) {
            throw mismatch(wanted, "what is given is " + given.type().describe());
        }
    }

    private static GuestStore storeOf(Extern extern) {
        return switch (extern) {
            case StoreFunction f -> f.store();
            case GuestMemory m -> m.store();
            case GuestTable t -> t.store();
            case GuestGlobal g -> g.store();
            case GuestTag t -> t.store();
            default -> null;
        };
    }

    private static ModuleException mismatch(ImportType wanted, String given) {
        return new ModuleException("import \"" + wanted.module() + "\" \"" + wanted.name() + "\" needs " + wanted.type().describe() + ", but " + given);
    }
}
