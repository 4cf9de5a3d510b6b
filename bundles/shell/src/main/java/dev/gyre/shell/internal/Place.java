package dev.gyre.shell.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import dev.gyre.control.ControlFolder;
import dev.gyre.control.SocketAddresses;

/**
 * A listening socket in a folder only its owner can enter. Appears under its name when it can be connected to. For one thread.
 *
 * @param owner the user that may connect; this process's
 */
record Place(ServerSocketChannel channel, Path file, UserPrincipal owner) implements AutoCloseable {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SOCKET = PosixFilePermissions.fromString("rw-------");
    private static final String UNFINISHED = ".new";

    /**
     * Removes what dead processes left and listens.
     *
     * @param state an existing folder
     * @throws IOException when there can be no socket that only its owner may connect to
     */
    static Place in(Path state) throws IOException {
        Path folder = ControlFolder.in(state.toRealPath());
        UserPrincipal owner = secure(folder, state);
        // the process id tells people; the rest keeps processes of different containers apart that share the folder and the id
        String name = ProcessHandle.current().pid() + "-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 24));
        try (SocketAddresses addresses = SocketAddresses.in(folder, ControlFolder.LONGEST_NAME)) {
            sweep(addresses, folder);
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            Path unfinished = addresses.file(name + UNFINISHED);
            try {
                channel.bind(addresses.of(name + UNFINISHED));
                restrict(unfinished, SOCKET);
                // between bind and listen a socket looks as if its process were dead, so others see it only now
                return new Place(channel, Files.move(unfinished, addresses.file(name + ControlFolder.SUFFIX), StandardCopyOption.ATOMIC_MOVE), owner);
            } catch (IOException | RuntimeException e) {
                channel.close();
                Files.deleteIfExists(unfinished);
                throw e;
            }
        }
    }

    /** Makes the folder the owner's alone; gives this process's user. */
    private static UserPrincipal secure(Path folder, Path state) throws IOException {
        try {
            if (isPosix(state)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(folder + " is no folder", e);
            }
        }
        // what a process makes is its user's, which no system property tells reliably
        Path probe = Files.createTempFile(folder, "probe", UNFINISHED);
        try {
            UserPrincipal self = Files.getOwner(probe);
            UserPrincipal owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
            if (!owner.equals(self)) {
                throw new IOException(folder + " belongs to " + owner.getName() + ", not to " + self.getName());
            }
            restrict(folder, FOLDER);
            return self;
        } finally {
            Files.delete(probe);
        }
    }

    private static void restrict(Path file, Set<PosixFilePermission> permissions) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, permissions);
            if (!Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).equals(permissions)) {
                throw new IOException(file + " cannot be kept from other users: its file system knows no permissions");
            }
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void sweep(SocketAddresses addresses, Path folder) throws IOException {
        for (String name : ControlFolder.sockets(folder)) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.configureBlocking(false); // a process whose queue is full is alive
                channel.connect(addresses.of(name));
            } catch (ConnectException e) {
                Files.deleteIfExists(addresses.file(name));
            } catch (IOException e) {
                // not known to be dead
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
