package dev.gyre.runtime.internal.scan;

import java.nio.charset.StandardCharsets;

import dev.gyre.api.engine.ModuleException;

/** Tells what a file is from its first bytes. Stateless. */
final class BinaryKind {
    private static final int CORE = 1;
    private static final int COMPONENT_LAYER = 1;

    private BinaryKind() {
    }

    /** @throws ModuleException saying what the bytes are instead */
    static void requireCoreModule(byte[] bytes) {
        if (bytes.length == 0) {
            throw new ModuleException("the file is empty");
        }
        if (bytes.length < 8 || bytes[0] != 0 || bytes[1] != 'a' || bytes[2] != 's' || bytes[3] != 'm') {
            throw new ModuleException("this is no WebAssembly binary: it starts with " + start(bytes) + ", not with \\0asm"
                    + (text(bytes) ? "; it looks like the text format: translate it with wat2wasm" : ""));
        }
        int version = (bytes[4] & 0xff) | (bytes[5] & 0xff) << 8;
        int layer = (bytes[6] & 0xff) | (bytes[7] & 0xff) << 8;
        if (layer == COMPONENT_LAYER) {
            throw new ModuleException("this is a WebAssembly component (component model, version " + version
                    + "), and a core module is needed here: build the guest for wasm32-wasip1 (wasm32-wasi) without the component step");
        }
        if (version != CORE || layer != 0) {
            throw new ModuleException("this is WebAssembly of version " + version + ", layer " + layer + "; only version 1 is known");
        }
    }

    private static boolean text(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.ISO_8859_1).stripLeading().matches("(?s)(\\(module|\\(component|;;).*");
    }

    private static String start(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            int b = bytes[i] & 0xff;
            out.append(b > ' ' && b < 0x7f && b != '\\' ? String.valueOf((char) b) : String.format("\\%02x", b));
        }
        return out.toString();
    }
}
