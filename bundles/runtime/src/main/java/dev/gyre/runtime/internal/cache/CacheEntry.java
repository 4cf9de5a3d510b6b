package dev.gyre.runtime.internal.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import dev.gyre.api.engine.CompileCache;

/**
 * The file of one key. Its format, all numbers big-endian:
 *
 * <pre>
 *   "GYREC01\n"  key length u32  key  payload length u64  SHA-256 of the payload  HMAC-SHA-256 of all before  payload
 * </pre>
 *
 * <p>Immutable.
 *
 * @param key everything the artefact depends on, the JDK included
 */
record CacheEntry(byte[] key) {
    private static final byte[] MAGIC = "GYREC01\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST = 32;

    static CacheEntry of(CompileCache.Key key) {
        // A length before each part: no two keys are written alike.
        StringBuilder text = new StringBuilder();
        for (String part : new String[] {key.moduleDigest(), key.engine(), key.engineVersion(), key.options(),
                System.getProperty("java.vm.name", ""), Runtime.version().toString()}) {
            text.append(part.length()).append(':').append(part).append('\n');
        }
        return new CacheEntry(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    String fileName() {
        return HexFormat.of().formatHex(Seal.sha256(key, 0, key.length)) + CacheTrim.ENTRY;
    }

    private int headerLength() {
        return MAGIC.length + 4 + key.length + 8 + DIGEST;
    }

    private byte[] header(byte[] from, int offset, int length) {
        return ByteBuffer.allocate(headerLength()).put(MAGIC).putInt(key.length).put(key).putLong(length)
                .put(Seal.sha256(from, offset, length)).array();
    }

    /** The file's content for an artefact. */
    byte[] seal(byte[] artefact, Seal seal) {
        byte[] header = header(artefact, 0, artefact.length);
        return ByteBuffer.allocate(header.length + DIGEST + artefact.length).put(header).put(seal.of(header)).put(artefact).array();
    }

    /** The artefact in a file's content; nothing unless every byte is as this user's Gyre wrote it for this key. */
    Optional<byte[]> open(byte[] file, Seal seal) {
        int start = headerLength() + DIGEST;
        if (file.length < start) {
            return Optional.empty();
        }
        byte[] header = header(file, start, file.length - start);
        boolean same = Arrays.equals(file, 0, header.length, header, 0, header.length);
        return same && seal.matches(header, Arrays.copyOfRange(file, header.length, start))
                ? Optional.of(Arrays.copyOfRange(file, start, file.length)) : Optional.empty();
    }
}
