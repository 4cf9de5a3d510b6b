package dev.gyre.engine.chicory.internal.run;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ModuleException;

/** Whether what is given matches what is imported (core specification, 4.5.3). */
final class Linking {
    private Linking() {
    }

    static void check(ImportType wanted, HostFunction given) {
        if (!wanted.type().equals(given.type())) {
            throw mismatch(wanted, "the host function " + given.name() + " is " + describe(given.type()));
        }
    }

    static void check(ImportType wanted, Extern given, GuestStore store) {
        if (storeOf(given) != store) {
            throw mismatch(wanted, "what is given belongs to another store");
        }
        ExternType type = given.type();
        boolean fits = switch (wanted.type()) {
            case ExternType.Mem w -> type instanceof ExternType.Mem g && g.shared() == w.shared()
                    && inLimits(w.minPages(), w.maxPages(), g.minPages(), g.maxPages());
            case ExternType.Tab w -> type instanceof ExternType.Tab g && g.element() == w.element() && inLimits(w.min(), w.max(), g.min(), g.max());
            case ExternType w -> w.equals(type);
        };
        if (!fits) {
            throw mismatch(wanted, "what is given is " + describe(type));
        }
    }

    private static boolean inLimits(long min, OptionalLong max, long givenMin, OptionalLong givenMax) {
        return givenMin >= min && (max.isEmpty() || givenMax.isPresent() && givenMax.getAsLong() <= max.getAsLong());
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
        return new ModuleException("import \"" + wanted.module() + "\" \"" + wanted.name() + "\" needs " + describe(wanted.type()) + ", but " + given);
    }

    static String describe(ExternType type) {
        return switch (type) {
            case ExternType.Func f -> "a function " + f;
            case ExternType.Mem m -> "a " + (m.shared() ? "shared " : "") + "memory of " + range(m.minPages(), m.maxPages()) + " pages";
            case ExternType.Tab t -> "a table of " + range(t.min(), t.max()) + " " + lower(t.element());
            case ExternType.Glob g -> "a " + (g.mutable() ? "mutable" : "constant") + " global of type " + lower(g.type());
            case ExternType.Tag t -> "a tag " + new ExternType.Func(t.params(), List.of());
        };
    }

    private static String range(long min, OptionalLong max) {
        return max.isPresent() ? min + " to " + max.getAsLong() : min + " or more";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
