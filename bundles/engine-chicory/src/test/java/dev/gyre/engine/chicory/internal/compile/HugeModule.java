package dev.gyre.engine.chicory.internal.compile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import dev.gyre.wasm.WasmOutput;

/**
 * A module whose function {@code huge(n)} is too large for one JVM method: it adds 1 to n as often as {@link #STEPS} says,
 * then calls {@code small}, which adds 5 to its argument; with n = -1 it loops for ever instead, with n = -5 it calls itself.
 */
public final class HugeModule {
    public static final int STEPS = 40_000;

    private HugeModule() {
    }

    public static byte[] bytes() {
        return with();
    }

    /** @param more what {@code huge} does besides, of type 0 if that is a block with a type; leaves the stack as it is */
    static byte[] with(int... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        section(out, 1, 1, 0x60, 1, 0x7f, 1, 0x7f);
        section(out, 3, 2, 0, 0);
        section(out, 5, 1, 0, 1);
        section(out, 7, 1, 4, 'h', 'u', 'g', 'e', 0, 0);
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.write(2);
        body(code, huge(more));
        body(code, new byte[] {0, 0x20, 0, 0x41, 5, 0x6a, 0x0b});
        section(out, 10, code.toByteArray());
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        name(names, "name");
        names.writeBytes(new byte[] {1, 14, 2, 0, 4, 'h', 'u', 'g', 'e', 1, 5, 's', 'm', 'a', 'l', 'l'});
        section(out, 0, names.toByteArray());
        return out.toByteArray();
    }

    private static byte[] huge(int... more) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        // (if (i32.eq (local.get 0) (i32.const -1)) (then (loop (br 0))))
        body.writeBytes(new byte[] {0x20, 0, 0x41, 0x7f, 0x46, 0x04, 0x40, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b});
        // (if (i32.eq (local.get 0) (i32.const -2)) (then (loop (br_if 0 (i32.const 1)))))
        body.writeBytes(new byte[] {0x20, 0, 0x41, 0x7e, 0x46, 0x04, 0x40, 0x03, 0x40, 0x41, 1, 0x0d, 0, 0x0b, 0x0b});
        // (if (i32.eq (local.get 0) (i32.const -3)) (then (loop (br_table 0 (i32.const 1)))))
        body.writeBytes(new byte[] {0x20, 0, 0x41, 0x7d, 0x46, 0x04, 0x40, 0x03, 0x40, 0x41, 1, 0x0e, 0, 0, 0x0b, 0x0b});
        // (if (i32.eq (local.get 0) (i32.const -4)) (then (i32.store8 offset=8 (i32.const -4) (i32.const 1))))
        body.writeBytes(new byte[] {0x20, 0, 0x41, 0x7c, 0x46, 0x04, 0x40, 0x41, 0x7c, 0x41, 1, 0x3a, 0, 8, 0x0b});
        // (if (i32.eq (local.get 0) (i32.const -5)) (then (drop (call 0 (local.get 0)))))
        body.writeBytes(new byte[] {0x20, 0, 0x41, 0x7b, 0x46, 0x04, 0x40, 0x20, 0, 0x10, 0, 0x1a, 0x0b});
        // (drop (select (i32.const 1) (i32.const 2) (local.get 0)))
        body.writeBytes(new byte[] {0x41, 1, 0x41, 2, 0x20, 0, 0x1b, 0x1a});
        for (int b : more) {
            body.write(b);
        }
        body.writeBytes(new byte[] {0x20, 0});
        for (int i = 0; i < STEPS; i++) {
            body.writeBytes(new byte[] {0x41, 1, 0x6a});
        }
        body.writeBytes(new byte[] {0x10, 1, 0x0b});
        return body.toByteArray();
    }

    private static void body(ByteArrayOutputStream out, byte[] body) {
        number(out, body.length);
        out.writeBytes(body);
    }

    private static void number(ByteArrayOutputStream out, int value) {
        out.writeBytes(new WasmOutput().u32(value).toByteArray());
    }

    private static void name(ByteArrayOutputStream out, String name) {
        number(out, name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static void section(ByteArrayOutputStream out, int id, int... bytes) {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        for (int b : bytes) {
            contents.write(b);
        }
        section(out, id, contents.toByteArray());
    }

    static void section(ByteArrayOutputStream out, int id, byte[] contents) {
        out.write(id);
        number(out, contents.length);
        out.writeBytes(contents);
    }

}
