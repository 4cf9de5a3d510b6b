package dev.gyre.wasi.backend.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.gyre.wasi.backend.internal.Locks.Step;

/**
 * An open folder of the host, addressed one name at a time. Nothing here follows a symbolic link, and every name is a single
 * component made by {@link HostNames}.
 *
 * <p>Where the JDK can work relative to an open folder it does ({@link SecureHostDirectory}), so that nobody can put another
 * folder under our feet. It has no such calls for making folders and links and for setting a link's times: those go by path
 * here. {@link #CHANGES} keeps every guest of this process from moving folders meanwhile, and the folder's identity is
 * checked under it.
 */
public abstract class HostDirectory implements AutoCloseable {
    /** One for all mounts, because mounts of different applications can lie inside each other. Held for one system call. */
    private static final ReentrantLock CHANGES = new ReentrantLock();

    private final Path path;

    HostDirectory(Path path) {
        this.path = path;
    }

    /** Opens a folder by a path that no guest can influence; links in it are followed. */
    public static HostDirectory open(Path trusted) throws IOException {
        Path real = trusted.toRealPath();
        DirectoryStream<Path> stream = Files.newDirectoryStream(real);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new SecureHostDirectory(real, secure);
        }
        stream.close();
        return openPortable(real);
    }

    /** What {@link #open} does where the JDK has nothing better. */
    public static HostDirectory openPortable(Path trusted) throws IOException {
        Path real = trusted.toRealPath();
        return new PortableHostDirectory(real, Files.readAttributes(real, BasicFileAttributes.class));
    }

    /** Where it was when it was opened. */
    public final Path path() {
        return path;
    }

    /** What makes it this folder and no other. */
    abstract Object identity() throws IOException;

    /** Opens a folder in this one. */
    public abstract HostDirectory directory(Path name) throws IOException;

    /** Opens a second handle on this folder. */
    public abstract HostDirectory again() throws IOException;

    /** Opens or creates a file in this folder. */
    public abstract FileChannel file(Path name, Set<? extends OpenOption> options) throws IOException;

    /** Of this folder. */
    public abstract BasicFileAttributes attributes() throws IOException;

    public abstract BasicFileAttributes attributes(Path name) throws IOException;

    public abstract void deleteFile(Path name) throws IOException;

    public abstract void deleteDirectory(Path name) throws IOException;

    /** Renames, replacing what is there if POSIX would. */
    public abstract void move(Path name, HostDirectory target, Path targetName) throws IOException;

    abstract DirectoryStream<Path> list() throws IOException;

    @Override
    public abstract void close() throws IOException;

    /** The names in this folder, {@code .} and {@code ..} not among them; at most {@code limit + 1}. */
    public final List<Path> names(int limit) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = list()) {
            for (Path entry : stream) {
                names.add(entry.getFileName());
                if (names.size() > limit) {
                    break;
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    public final void createDirectory(Path name) throws IOException {
        unmoved(() -> Files.createDirectory(path.resolve(name)));
    }

    public final void createSymbolicLink(Path name, Path target) throws IOException {
        unmoved(() -> Files.createSymbolicLink(path.resolve(name), target));
    }

    /** Makes a hard link in this folder to something in another; a symbolic link there is linked itself. */
    public final void createLink(Path name, HostDirectory source, Path sourceName) throws IOException {
        source.unmoved(() -> unmoved(() -> Files.createLink(path.resolve(name), source.path.resolve(sourceName))));
    }

    /**
     * The target as it was written. Reading takes no lock, for read-only mounts are resolved by many events at once; a guest
     * that moves folders in just that moment could only learn where some other link points, and is held inside its mount then.
     */
    public final Path readSymbolicLink(Path name) throws IOException {
        checkIdentity(path, identity());
        Path target = Files.readSymbolicLink(path.resolve(name));
        checkIdentity(path, identity());
        return target;
    }

    /** Sets the times of something in this folder, of a symbolic link itself; {@code null} leaves a time alone. */
    public final void setTimes(Path name, FileTime accessed, FileTime modified) throws IOException {
        unmoved(() -> times(path.resolve(name), accessed, modified));
    }

    /** Sets the times of this folder. */
    public final void setTimes(FileTime accessed, FileTime modified) throws IOException {
        unmoved(() -> times(path, accessed, modified));
    }

    /** Sets the times of a file by where it was opened, if it is still there. */
    public static void setTimes(HostFile file, FileTime accessed, FileTime modified) throws IOException {
        Locks.holding(CHANGES, () -> {
            checkIdentity(file.path(), file.identity());
            return times(file.path(), accessed, modified);
        });
    }

    /** What makes a file the same file. */
    public static Object identity(Path path, BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key != null ? key : path;
    }

    /** Runs a change of names; no other one runs meanwhile. */
    final <T> T changing(Step<T> change) throws IOException {
        return Locks.holding(CHANGES, change);
    }

    /** Runs something that works by path, while the path leads to this folder. */
    final <T> T unmoved(Step<T> change) throws IOException {
        return Locks.holding(CHANGES, () -> {
            checkIdentity(path, identity());
            return change.run();
        });
    }

    private static Path times(Path path, FileTime accessed, FileTime modified) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).setTimes(modified, accessed, null);
        return path;
    }

    private static void checkIdentity(Path path, Object identity) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!identity.equals(identity(path, now))) {
            throw new NoSuchFileException(path.toString(), null, "another file is there now");
        }
    }
}
