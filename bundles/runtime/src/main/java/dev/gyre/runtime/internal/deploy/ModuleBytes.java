package dev.gyre.runtime.internal.deploy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A module's binary, kept for engines that come later, whatever happens to its file meanwhile; packed once it has been compiled,
 * because most never come. Thread-safe.
 */
final class ModuleBytes {
    private final int length;
    /** {@code null} once they are packed. */
    private volatile byte[] plain;
    private volatile byte[] packed;

    /** @param wasm not to be changed any more */
    ModuleBytes(byte[] wasm) {
        this.length = wasm.length;
        this.plain = wasm;
    }

    /** Takes less memory from now on; computes for a while the first time. */
    synchronized void pack() {
        if (packed == null) {
            packed = packed(plain);
            plain = null;
        }
    }

    private static byte[] packed(byte[] wasm) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(wasm.length / 2);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream packer = new DeflaterOutputStream(out, deflater, 1 << 16)) {
            packer.write(wasm);
        } catch (IOException e) {
            throw new UncheckedIOException("packing in memory failed", e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /** The binary, for reading. */
    byte[] bytes() {
        byte[] wasm = plain;
        if (wasm != null) {
            return wasm;
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking in memory failed", e);
        }
    }
}
