package dev.gyre.engine.chicory.internal.compile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * All that a start needs of a compiled module.
 *
 * @param machine     binary name of the class that implements Chicory's {@code Machine}
 * @param classes     class files by binary name
 * @param module      the module, its large functions split, without the bodies of compiled functions
 * @param functions   in the module as it was given, imports counted: those of higher numbers are parts of others
 * @param interpreted functions left to the interpreter, imports counted
 */
record Artefact(String machine, Map<String, byte[]> classes, byte[] module, int functions, Set<Integer> interpreted) {
    private static final int MAGIC = 0x47594332;
    private static final int BUFFER = 1 << 16;

    byte[] encode() {
        try {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            Deflater fast = new Deflater(Deflater.BEST_SPEED);
            try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(payload, fast, BUFFER))) {
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
                out.writeInt(functions);
            } finally {
                fast.end();
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(whole);
            out.writeInt(MAGIC);
            out.writeInt(checksum(payload.toByteArray()));
            payload.writeTo(out);
            return whole.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what {@link #encode} wrote. That nobody forged an entry is the cache's promise; the checksum finds damage. It is no
     * digest because a new JVM hashes a megabyte slower than it loads what is in it.
     *
     * @return nothing when the bytes are not such an artefact
     */
    static Optional<Artefact> decode(byte[] bytes) {
        try (DataInputStream head = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (head.readInt() != MAGIC) {
                return Optional.empty();
            }
            int checksum = head.readInt();
            byte[] payload = head.readAllBytes();
            if (checksum != checksum(payload)) {
                return Optional.empty();
            }
            DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(payload), new Inflater(), BUFFER));
            String machine = in.readUTF();
            Set<Integer> interpreted = new TreeSet<>();
            for (int n = in.readInt(); n > 0; n--) {
                interpreted.add(in.readInt());
            }
            Map<String, byte[]> classes = new LinkedHashMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                classes.put(in.readUTF(), in.readNBytes(in.readInt()));
            }
            return Optional.of(new Artefact(machine, classes, in.readNBytes(in.readInt()), in.readInt(), interpreted));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
