package dev.gyre.component.internal.binary;

import java.util.HashSet;
import java.util.Set;

import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.Names;
import dev.gyre.wasm.WasmInput;

/** Reads what is said about an import or export beside its name. Stateless. */
final class Attributes {
    private static final int IMPLEMENTS = 0;
    private static final int VERSION_SUFFIX = 1;
    private static final int EXTERNAL_ID = 2;

    private Attributes() {
    }

    /** Whether an attribute says which interface something implements. */
    static boolean read(WasmInput in, String name) {
        Set<Integer> seen = new HashSet<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int kind = in.u8();
            if (kind > EXTERNAL_ID) {
                throw in.damaged("0x" + Integer.toHexString(kind) + " is no attribute of a name");
            }
            if (!seen.add(kind)) {
                throw new ComponentException("duplicate attribute of the name `" + name + "`");
            }
            String value = in.name();
            if (kind == IMPLEMENTS && (!Names.isLabel(name) || InterfaceName.parse(value).isEmpty())) {
                throw new ComponentException("`" + name + "` cannot implement `" + value + "`: a plain name implements an interface");
            }
            if (kind == VERSION_SUFFIX && !value.matches("[0-9A-Za-z.+-]*")) {
                throw new ComponentException("`" + value + "` is no end of a version");
            }
        }
        return seen.contains(IMPLEMENTS);
    }
}
