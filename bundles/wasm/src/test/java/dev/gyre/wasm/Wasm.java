package dev.gyre.wasm;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** Modules the tests read. */
public final class Wasm {
    private Wasm() {
    }

    public static byte[] resource(String name) throws IOException {
        try (InputStream in = Wasm.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return in.readAllBytes();
        }
    }
}
