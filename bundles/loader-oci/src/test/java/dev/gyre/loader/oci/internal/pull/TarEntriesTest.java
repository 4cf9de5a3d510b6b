package dev.gyre.loader.oci.internal.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive that packs to nothing is endless, whatever it is made of. */
class TarEntriesTest {
    private static final int BLOCK = 512;
    private static final long MAX = 100 * BLOCK;

    private static byte[] header(char type, long size) {
        byte[] header = new byte[BLOCK];
        ByteBuffer.wrap(header).putLong(128, size).put(156, (byte) type);
        header[124] = (byte) 0x80;
        int sum = 8 * ' ';
        for (byte b : header) {
            sum += b & 0xff;
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes();
        System.arraycopy(digits, 0, header, 148, digits.length);
        return header;
    }

    /** Says one block for ever. */
    private static final class Endless extends InputStream {
        private final byte[] block;
        long read;

        Endless(byte[] block) {
            this.block = block;
        }

        @Override
        public int read() {
            return block[(int) (read++ % block.length)] & 0xff;
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'x', 'g', 'L', 'K', '1', '2', '5', '6'})
    void entriesThatAreNoFilesAreCountedToo(char type) {
        Endless archive = new Endless(header(type, 0));
        assertEquals("it is too large", assertThrows(IOException.class, () -> new TarEntries(archive, MAX).forEach((_, _) -> fail())).getMessage());
        assertTrue(archive.read <= MAX + BLOCK, () -> archive.read + " bytes were read");
    }

    @ParameterizedTest
    @ValueSource(chars = {'0', 'g', '2'})
    void aSizeBeyondAllNumbersIsTooLarge(char type) {
        Endless archive = new Endless(header(type, Long.MAX_VALUE));
        assertEquals("it is too large", assertThrows(IOException.class, () -> new TarEntries(archive, MAX).forEach((_, _) -> fail())).getMessage());
        assertEquals(BLOCK, archive.read);
    }
}
