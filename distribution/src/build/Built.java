import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Leaves a file whose time says what is built: all that changed before. {@code java Built.java FILE TIME} */
public final class Built {
    private Built() {
    }

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        Files.write(file, new byte[0]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(args[1])));
    }
}
