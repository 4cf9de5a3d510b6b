package dev.gyre.component.internal.binary;

import dev.gyre.component.internal.types.Parts;
import dev.gyre.component.type.ValueType;

/** Finds borrowed handles in types. Stateless. */
final class Borrows {
    private Borrows() {
    }

    static boolean in(ValueType type) {
        return type instanceof ValueType.BorrowType || Parts.of(type).stream().anyMatch(Borrows::in);
    }
}
