package dev.gyre.wasm;

/** The type of something that can be imported or exported. */
public sealed interface EntityType {
    /** @param type index of its type */
    record Function(int type) implements EntityType {
    }

    record Table(ValType type, Limits limits) implements EntityType {
    }

    record Memory(Limits limits) implements EntityType {
    }

    record Global(ValType type, boolean mutable) implements EntityType {
    }

    /** @param type index of its type */
    record Tag(int type) implements EntityType {
    }

    default EntityKind kind() {
        return switch (this) {
            case Function f -> EntityKind.FUNCTION;
            case Table t -> EntityKind.TABLE;
            case Memory m -> EntityKind.MEMORY;
            case Global g -> EntityKind.GLOBAL;
            case Tag t -> EntityKind.TAG;
        };
    }
}
