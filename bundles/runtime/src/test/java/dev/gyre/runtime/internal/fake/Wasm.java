package dev.gyre.runtime.internal.fake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the few bytes of a module that the runtime itself looks at. */
public final class Wasm {
    public static final byte[] EMPTY = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private Wasm() {
    }

    /** A module with imports of type {@code () -> ()}: module and name in turn. */
    public static byte[] importing(String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(EMPTY);
        out.writeBytes(new byte[] {1, 4, 1, 0x60, 0, 0});
        ByteArrayOutputStream imports = new ByteArrayOutputStream();
        imports.write(names.length / 2);
        for (int i = 0; i < names.length; i += 2) {
            name(imports, names[i]);
            name(imports, names[i + 1]);
            imports.write(0);
            imports.write(0);
        }
        out.write(2);
        out.write(imports.size());
        out.writeBytes(imports.toByteArray());
        return out.toByteArray();
    }

    /** A module with an empty custom section of that name. */
    public static byte[] custom(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(EMPTY);
        out.write(0);
        out.write(name.length() + 1);
        name(out, name);
        return out.toByteArray();
    }

    private static void name(ByteArrayOutputStream out, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
