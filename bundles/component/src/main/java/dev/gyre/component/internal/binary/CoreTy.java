package dev.gyre.component.internal.binary;

import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.wasm.TypeDef;

/** What a core type index of a component stands for. */
sealed interface CoreTy {
    /** A module's type. */
    record Module(ModuleTy type) implements CoreTy {
    }

    /** A function's type, or a structure's. */
    record Def(TypeDef type) implements CoreTy {
    }
}
