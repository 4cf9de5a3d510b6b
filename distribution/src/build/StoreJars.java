import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies the jars of a folder into another one without compression, so that no start has to inflate 10 MB of classes. Entries,
 * their order, times and content stay as they are; so do signatures. The archives of the distribution are compressed as a whole.
 */
public final class StoreJars {
    private StoreJars() {
    }

    /** @param arguments from, to */
    public static void main(String... arguments) throws IOException {
        Path to = Files.createDirectories(Path.of(arguments[1]));
        try (Stream<Path> jars = Files.list(Path.of(arguments[0])).filter(jar -> jar.toString().endsWith(".jar"))) {
            for (Path jar : (Iterable<Path>) jars::iterator) {
                store(jar, to.resolve(jar.getFileName()));
            }
        }
    }

    private static void store(Path from, Path to) throws IOException {
        try (ZipFile in = new ZipFile(from.toFile()); OutputStream file = Files.newOutputStream(to); ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                byte[] content;
                try (InputStream bytes = in.getInputStream(entry)) {
                    content = bytes.readAllBytes();
                }
                CRC32 crc = new CRC32();
                crc.update(content);
                ZipEntry stored = new ZipEntry(entry.getName());
                stored.setTimeLocal(entry.getTimeLocal());
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(content.length);
                stored.setCrc(crc.getValue());
                out.putNextEntry(stored);
                out.write(content);
            }
        }
    }
}
