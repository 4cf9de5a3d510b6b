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

    /** Reads the type of an import, its kind before it. */
    static EntityType read(WasmInput in) {
        return switch (EntityKind.read(in)) {
            case FUNCTION -> new Function(in.u32());
            case TABLE -> new Table(ValType.read(in), Limits.read(in));
            case MEMORY -> new Memory(Limits.read(in));
            case GLOBAL -> readGlobal(in);
            case TAG -> readTag(in);
        };
    }

    static EntityType readGlobal(WasmInput in) {
        ValType type = ValType.read(in);
        int mutable = in.u8();
        if (mutable > 1) {
            throw in.damaged(mutable + " tells not whether a global is mutable");
        }
        return new Global(type, mutable == 1);
    }

    static EntityType readTag(WasmInput in) {
        if (in.u8() != 0) {
            throw in.damaged("a tag is not an exception's");
        }
        return new Tag(in.u32());
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
