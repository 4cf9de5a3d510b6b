package dev.gyre.wasi.backend.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * Works by path where the JDK cannot work relative to an open folder. Every step checks that the path still leads to this
 * folder while no guest of this process can change that; other processes of the host could.
 */
final class PortableHostDirectory extends HostDirectory {
    private final Object identity;

    PortableHostDirectory(Path path, BasicFileAttributes attributes) {
        super(path);
        this.identity = identity(path, attributes);
    }

    @Override
    Object identity() {
        return identity;
    }

    @Override
    public HostDirectory directory(Path name) throws IOException {
        BasicFileAttributes child = attributes(name);
        if (!child.isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
        return new PortableHostDirectory(path().resolve(name), child);
    }

    @Override
    public HostDirectory again() throws IOException {
        return new PortableHostDirectory(path(), attributes());
    }

    @Override
    public FileChannel file(Path name, Set<? extends OpenOption> options) throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return unmoved(() -> FileChannel.open(path().resolve(name), all));
    }

    @Override
    public BasicFileAttributes attributes() throws IOException {
        return unmoved(() -> Files.readAttributes(path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
        return unmoved(() -> Files.readAttributes(path().resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        unmoved(() -> {
            Files.delete(path().resolve(name));
            return null;
        });
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        deleteFile(name);
    }

    @Override
    public void move(Path name, HostDirectory target, Path targetName) throws IOException {
        unmoved(() -> target.unmoved(() ->
                Files.move(path().resolve(name), target.path().resolve(targetName), StandardCopyOption.ATOMIC_MOVE)));
    }

    @Override
    DirectoryStream<Path> list() throws IOException {
        return unmoved(() -> Files.newDirectoryStream(path()));
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
