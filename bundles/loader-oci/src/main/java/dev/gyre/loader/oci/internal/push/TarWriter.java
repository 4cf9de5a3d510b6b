package dev.gyre.loader.oci.internal.push;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Packs a folder as Spin does, in GNU's tar format, the same bytes for the same files. Stateless; blocks on the disk. */
final class TarWriter {
    private static final int BLOCK = 512;
    private static final int MAX_NAME = 100;

    private TarWriter() {
    }

    /** Writes the regular files of a folder and of those below it. */
    static void write(Path folder, Path into) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(into))) {
            for (Path file : files) {
                byte[] name = folder.relativize(file).toString().replace('\\', '/').getBytes(StandardCharsets.UTF_8);
                if (name.length >= MAX_NAME) {
                    out.write(header("././@LongLink".getBytes(StandardCharsets.US_ASCII), name.length + 1L, 'L'));
                    out.write(name);
                    out.write(new byte[(int) padding(name.length + 1L) + 1]);
                }
                long size = Files.size(file);
                out.write(header(name, size, '0'));
                Files.copy(file, out);
                out.write(new byte[(int) padding(size)]);
            }
            out.write(new byte[2 * BLOCK]);
        }
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static byte[] header(byte[] name, long size, char type) {
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, Math.min(name.length, MAX_NAME));
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format(Locale.ROOT, "%011o", size));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar  ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
