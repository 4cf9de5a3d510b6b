package dev.gyre.engine.chicory.internal.compile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * All that a start needs of a compiled module.
 *
 * @param machine     binary name of the class that implements Chicory's {@code Machine}
 * @param classes     class files by binary name
 * @param module      the module without the bodies of compiled functions
 * @param interpreted functions left to the interpreter, imports counted
 */
record Artefact(String machine, Map<String, byte[]> classes, byte[] module, Set<Integer> interpreted) {
    private static final int MAGIC = 0x47594331;
    private static final int DIGEST = 32;

    byte[] encode() {
        try {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            Deflater fast = new Deflater(Deflater.BEST_SPEED);
            try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(payload, fast, 1 << 16))) {
                out.writeUTF(machine);
                out.writeInt(interpreted.size());
                for (int index : new TreeSet<>(interpreted)) {
                    out.writeInt(index);
                }
                out.writeInt(classes.size());
                for (var entry : classes.entrySet()) {
                    out.writeUTF(entry.getKey());
                    write(out, entry.getValue());
                }
                write(out, module);
            } finally {
                fast.end();
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(whole);
            out.writeInt(MAGIC);
            out.write(sha256(payload.toByteArray()));
            out.write(payload.toByteArray());
            return whole.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what {@link #encode} wrote. The cache promises whole entries; the digest is checked here all the same, since what
     * follows is run as code.
     *
     * @return nothing when the bytes are not such an artefact
     */
    static Optional<Artefact> decode(byte[] bytes) {
        try (DataInputStream head = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (head.readInt() != MAGIC) {
                return Optional.empty();
            }
            byte[] digest = head.readNBytes(DIGEST);
            byte[] payload = head.readAllBytes();
            if (!MessageDigest.isEqual(digest, sha256(payload))) {
                return Optional.empty();
            }
            DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(payload)));
            String machine = in.readUTF();
            Set<Integer> interpreted = new TreeSet<>();
            for (int n = in.readInt(); n > 0; n--) {
                interpreted.add(in.readInt());
            }
            Map<String, byte[]> classes = new LinkedHashMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                classes.put(in.readUTF(), in.readNBytes(in.readInt()));
            }
            return Optional.of(new Artefact(machine, classes, in.readNBytes(in.readInt()), interpreted));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
