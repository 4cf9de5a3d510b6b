package dev.gyre.wasi.backend.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/** Works relative to an open folder, as {@code openat} and its family do. */
final class SecureHostDirectory extends HostDirectory {
    private final SecureDirectoryStream<Path> stream;

    /** Asked for when something has to go by path, which most folders never see. */
    private Object identity;

    SecureHostDirectory(Path path, SecureDirectoryStream<Path> stream) {
        super(path);
        this.stream = stream;
    }

    @Override
    Object identity() throws IOException {
        if (identity == null) {
            identity = identity(path(), attributes());
        }
        return identity;
    }

    @Override
    public HostDirectory directory(Path name) throws IOException {
        return new SecureHostDirectory(path().resolve(name), stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public HostDirectory again() throws IOException {
        return new SecureHostDirectory(path(), list());
    }

    @Override
    public FileChannel file(Path name, Set<? extends OpenOption> options) throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return (FileChannel) stream.newByteChannel(name, all);
    }

    @Override
    public BasicFileAttributes attributes() throws IOException {
        return stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        stream.deleteFile(name);
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        changing(() -> {
            stream.deleteDirectory(name);
            return null;
        });
    }

    @Override
    public void move(Path name, HostDirectory target, Path targetName) throws IOException {
        changing(() -> {
            stream.move(name, ((SecureHostDirectory) target).stream, targetName);
            return null;
        });
    }

    @Override
    SecureDirectoryStream<Path> list() throws IOException {
        // A stream can be read once, so each listing needs one of its own.
        return stream.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
