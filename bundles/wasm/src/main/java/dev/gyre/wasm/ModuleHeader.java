package dev.gyre.wasm;

import java.nio.charset.StandardCharsets;

/** Tells what a file is from its first bytes (core specification, 5.5.16). Stateless. */
final class ModuleHeader {
    static final int LENGTH = 8;
    static final byte[] BYTES = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private ModuleHeader() {
    }

    /** @throws MalformedModuleException saying what the bytes are instead of a core module */
    static void check(byte[] bytes) {
        if (bytes.length == 0) {
            throw new MalformedModuleException("no WebAssembly module: the file is empty");
        }
        if (bytes.length < 4 || bytes[0] != 0 || bytes[1] != 'a' || bytes[2] != 's' || bytes[3] != 'm') {
            throw new MalformedModuleException("no WebAssembly module: it starts with " + start(bytes) + ", not with \\00asm"
                    + (text(bytes) ? "; it looks like the text format: translate it with wat2wasm" : ""));
        }
        if (bytes.length < LENGTH) {
            throw new MalformedModuleException("the module is truncated: it has " + bytes.length + " bytes, its header alone has " + LENGTH);
        }
        int version = bytes[4] & 0xff | (bytes[5] & 0xff) << 8;
        int layer = bytes[6] & 0xff | (bytes[7] & 0xff) << 8;
        if (layer == 1) {
            throw new MalformedModuleException("this is a WebAssembly component (component model, version " + version
                    + "), and a core module is needed here: build the guest for wasm32-wasip1 (wasm32-wasi) without the component step");
        }
        if (version != 1 || layer != 0) {
            throw new MalformedModuleException("this is WebAssembly of version " + version + ", layer " + layer + "; only core modules of version 1 are known");
        }
    }

    private static boolean text(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.ISO_8859_1).stripLeading()
                .matches("(?s)(\\(module|\\(component|;;).*");
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
