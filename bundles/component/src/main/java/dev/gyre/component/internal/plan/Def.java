package dev.gyre.component.internal.plan;

import java.util.Map;

import dev.gyre.component.internal.binary.ComponentBinary;
import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.component.internal.types.Ty;

/** What an index of a component instance stands for, once everything is known. */
sealed interface Def {
    /** A core module of the binary. */
    record Module(int module, ModuleTy type) implements Def {
    }

    /** A component, and where it was defined. */
    record Component(ComponentBinary binary, Frame outer) implements Def {
    }

    /** A component function made of a core function. */
    record Lifted(int lift) implements Def {
    }

    /** An imported function. */
    record Host(int hostFunc) implements Def {
    }

    /** An instance. */
    record Instance(Map<String, Def> exports) implements Def {
    }

    /** A type in resource types of the plan. */
    record Type(Ty type) implements Def {
    }
}
