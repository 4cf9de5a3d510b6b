package dev.gyre.component.internal.binary;

import java.util.Locale;

import dev.gyre.wasm.WasmInput;

/** The kinds of things that have index spaces ({@code sort} of Binary.md). */
public enum Sort {
    CORE_FUNC, CORE_TABLE, CORE_MEMORY, CORE_GLOBAL, CORE_TAG, CORE_TYPE, CORE_MODULE, CORE_INSTANCE, FUNC, TYPE, COMPONENT, INSTANCE;

    private static final int CORE = 0x00;
    private static final int VALUE = 0x02;

    static Sort read(WasmInput in) {
        int code = in.u8();
        return switch (code) {
            case CORE -> readCore(in);
            case 0x01 -> FUNC;
            case VALUE -> throw in.damaged("values as imports and exports are not supported");
            case 0x03 -> TYPE;
            case 0x04 -> COMPONENT;
            case 0x05 -> INSTANCE;
            default -> throw in.damaged("0x" + Integer.toHexString(code) + " is no sort");
        };
    }

    static Sort readCore(WasmInput in) {
        int code = in.u8();
        return switch (code) {
            case 0x00 -> CORE_FUNC;
            case 0x01 -> CORE_TABLE;
            case 0x02 -> CORE_MEMORY;
            case 0x03 -> CORE_GLOBAL;
            case 0x04 -> CORE_TAG;
            case 0x10 -> CORE_TYPE;
            case 0x11 -> CORE_MODULE;
            case 0x12 -> CORE_INSTANCE;
            default -> throw in.damaged("0x" + Integer.toHexString(code) + " is no core sort");
        };
    }

    /** As in the text format. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
