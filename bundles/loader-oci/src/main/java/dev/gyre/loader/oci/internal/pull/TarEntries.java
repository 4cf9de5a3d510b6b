package dev.gyre.loader.oci.internal.pull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The regular files of a tar archive. Their names do not matter, as content is found by its digest: so nothing in the archive decides
 * where anything is written, and links and devices are passed over. For one thread.
 */
final class TarEntries {
    private static final int BLOCK = 512;
    private static final int MAX_EXTENSION = 1 << 20;

    private final InputStream in;
    /** Size from a pax header for the next entry; -1 for none. */
    private long paxSize = -1;
    private long left;

    /** @param max bytes of all entries, whatever they are */
    TarEntries(InputStream in, long max) {
        this.in = in;
        this.left = max;
    }

    /** Called for each file. */
    interface Visitor {
        /** @param content ends where the file does; what is not read of it is skipped */
        void file(InputStream content, long size) throws IOException;
    }

    /** @throws IOException also when it is no tar archive */
    void forEach(Visitor visitor) throws IOException {
        byte[] header = new byte[BLOCK];
        while (in.readNBytes(header, 0, BLOCK) == BLOCK && !isZero(header)) {
            checkSum(header);
            long size = size(header);
            char type = (char) header[156];
            if (type == 'x') {
                pax(size);
                continue;
            }
            if (paxSize >= 0 && type != 'g' && type != 'L' && type != 'K') {
                size = paxSize;
                paxSize = -1;
            }
            charge(size);
            Bounded content = new Bounded(in, size);
            if (type == '0' || type == 0 || type == '7') {
                visitor.file(content, size);
            }
            content.skipRest();
            in.skipNBytes(padding(size));
        }
    }

    private static boolean isZero(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static void checkSum(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(header, 148, 8)) {
            throw new IOException("it is no tar archive");
        }
    }

    private static long size(byte[] header) throws IOException {
        long size = number(header, 124, 12);
        if (size < 0) {
            throw new IOException("a file in the archive has a size of " + size);
        }
        return size;
    }

    /** Octal digits, or GNU's binary for what does not fit. */
    private static long number(byte[] header, int at, int length) throws IOException {
        if ((header[at] & 0x80) != 0) {
            long value = header[at] & 0x7f;
            for (int i = at + 1; i < at + length; i++) {
                value = value << 8 | header[i] & 0xff;
            }
            return value;
        }
        String digits = new String(header, at, length, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
        if (!digits.matches("[0-7]{0,12}")) {
            throw new IOException("it is no tar archive");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    /** Counts an entry of whatever kind, before anything of it is read: of some an archive may have nothing else. */
    private void charge(long size) throws IOException {
        if (size > left - BLOCK) {
            throw new IOException("it is too large");
        }
        left -= BLOCK + size;
    }

    /** Records {@code <length> <key>=<value>\n} of which only a size matters. */
    private void pax(long size) throws IOException {
        if (size > MAX_EXTENSION) {
            throw new IOException("a header of the archive has " + size + " bytes");
        }
        charge(size);
        String records = new String(in.readNBytes((int) size), StandardCharsets.UTF_8);
        in.skipNBytes(padding(size));
        for (String record : records.split("\n")) {
            int key = record.indexOf(' ');
            if (key > 0 && record.startsWith("size=", key + 1) && record.substring(key + 6).matches("\\d{1,18}")) {
                paxSize = Long.parseLong(record.substring(key + 6));
            }
        }
    }

    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(into, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new IOException("the archive ends in the middle of a file");
            }
            left -= n;
            return n;
        }

        void skipRest() throws IOException {
            in.skipNBytes(left);
            left = 0;
        }
    }
}
