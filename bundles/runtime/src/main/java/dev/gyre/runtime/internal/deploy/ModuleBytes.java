package dev.gyre.runtime.internal.deploy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A module's binary, kept for engines that come later, whatever happens to its file meanwhile; packed, because most never
 * come. Thread-safe.
 */
final class ModuleBytes {
    private final byte[] packed;
    private final int length;

    ModuleBytes(byte[] wasm) {
        this.length = wasm.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream(wasm.length / 2);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream packer = new DeflaterOutputStream(out, deflater, 1 << 16)) {
            packer.write(wasm);
        } catch (IOException e) {
            throw new UncheckedIOException("packing in memory failed", e);
        } finally {
            deflater.end();
        }
        this.packed = out.toByteArray();
    }

    /** The binary, unpacked for the caller. */
    byte[] unpack() {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking in memory failed", e);
        }
    }
}
