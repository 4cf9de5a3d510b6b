package dev.gyre.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Addresses of sockets at paths of any length. The system takes 104 to 108 bytes; a longer path is reached through a symbolic
 * link in a private temporary folder. For one thread at a time; closing removes the link, which no open socket needs.
 */
public final class SocketAddresses implements AutoCloseable {
    /** 104 on macOS with its terminating zero, 108 on Linux. */
    private static final int MAX_BYTES = 103;

    private final Path folder;
    private final Path link;
    private final Path prefix;

    private SocketAddresses(Path folder, Path link, Path prefix) {
        this.folder = folder;
        this.link = link;
        this.prefix = prefix;
    }

    /**
     * @param folder       that holds the sockets, existing
     * @param longestName bytes of the longest file name of a socket in it
     */
    public static SocketAddresses in(Path folder, int longestName) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (fits(absolute, longestName)) {
            return new SocketAddresses(absolute, null, absolute);
        }
        Path link = Files.createTempDirectory("gyre-").resolve("s");
        try {
            Files.createSymbolicLink(link, absolute);
            if (!fits(link, longestName)) {
                throw new IOException("the path of " + absolute + " is too long for a socket, and so is that of the temporary folder " + link.getParent());
            }
        } catch (IOException | RuntimeException e) {
            new SocketAddresses(absolute, link, link).close();
            throw e;
        }
        return new SocketAddresses(absolute, link, link);
    }

    private static boolean fits(Path folder, int longestName) {
        return folder.toString().getBytes(StandardCharsets.UTF_8).length + FileSystems.getDefault().getSeparator().length() + longestName <= MAX_BYTES;
    }

    /** Of the socket with this file name. */
    public UnixDomainSocketAddress of(String name) {
        return UnixDomainSocketAddress.of(prefix.resolve(name));
    }

    /** The socket's real file. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        if (link != null) {
            Files.deleteIfExists(link);
            Files.deleteIfExists(link.getParent());
        }
    }
}
