package dev.gyre.wasi.backend.file;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import dev.gyre.api.app.Mount;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.backend.internal.Found;
import dev.gyre.wasi.backend.internal.HostDirectory;
import dev.gyre.wasi.backend.internal.HostNames;
import dev.gyre.wasi.backend.internal.PathWalk;
import dev.gyre.wasi.backend.internal.PathWalk.Last;

/**
 * An open folder of a mount. Paths are relative to it, and nothing above it can be reached, nor is anything that an absolute
 * path or an absolute link names. Every failure is a {@link WasiException}.
 */
public final class Directory implements Node {
    private final HostDirectory host;
    private final boolean writable;

    Directory(HostDirectory host, boolean writable) {
        this.host = host;
        this.writable = writable;
    }

    /** Opens the folder of a mount. */
    public static Directory open(Mount mount) {
        try {
            return new Directory(HostDirectory.open(mount.host()), mount.writable());
        } catch (IOException e) {
            throw WasiException.of(e);
        }
    }

    /** Opens, and if asked creates, a file or opens a folder. */
    public Node open(String path, OpenRequest request) {
        try {
            return new Opener(host, writable, request).open(path);
        } catch (IOException e) {
            throw WasiException.of(e);
        }
    }

    @Override
    public FileStat stat() {
        return call(() -> FileStat.of(host.attributes(), host.path()));
    }

    @Override
    public void setTimes(OptionalLong accessed, OptionalLong modified) {
        change(() -> host.setTimes(time(accessed), time(modified)));
    }

    /** @param follow a symbolic link as the last component */
    public FileStat stat(String path, boolean follow) {
        return at(path, follow ? Last.FOLLOW : Last.NO_FOLLOW, found -> {
            BasicFileAttributes there = found.existing();
            return FileStat.of(there, found.name().map(found.parent().path()::resolve).orElseGet(found.parent()::path));
        });
    }

    public void setTimes(String path, boolean follow, OptionalLong accessed, OptionalLong modified) {
        changeAt(path, follow ? Last.FOLLOW : Last.NO_FOLLOW, found -> {
            found.existing();
            if (found.name().isEmpty()) {
                found.parent().setTimes(time(accessed), time(modified));
            } else {
                found.parent().setTimes(found.name().get(), time(accessed), time(modified));
            }
        });
    }

    public void createDirectory(String path) {
        changeAt(path, Last.NAME, found -> found.parent().createDirectory(found.absent()));
    }

    /** Removes a name that is no folder's. */
    public void unlinkFile(String path) {
        changeAt(path, Last.NAME, found -> {
            Path name = found.name(WasiError.IS_DIRECTORY);
            if (found.existing().isDirectory()) {
                throw WasiError.IS_DIRECTORY.exception();
            }
            found.parent().deleteFile(name);
        });
    }

    /** Removes an empty folder. */
    public void removeDirectory(String path) {
        changeAt(path, Last.NAME, found -> {
            Path name = found.name(WasiError.INVALID);
            if (!found.existing().isDirectory()) {
                throw WasiError.NOT_DIRECTORY.exception();
            }
            found.parent().deleteDirectory(name);
        });
    }

    /** Makes a symbolic link; what it points to need not exist, but must not be an absolute path. */
    public void createSymbolicLink(String target, String path) {
        if (target.startsWith("/")) {
            throw WasiError.NOT_PERMITTED.exception();
        }
        if (target.isEmpty()) {
            throw WasiError.NO_ENTRY.exception();
        }
        if (target.indexOf('\0') >= 0) {
            throw WasiError.INVALID.exception();
        }
        changeAt(path, Last.NAME,
                found -> found.parent().createSymbolicLink(found.absentFile(), HostNames.targetToHost(host.path(), target)));
    }

    /** What a symbolic link points to, as it was written; never an absolute path. */
    public String readSymbolicLink(String path) {
        return at(path, Last.NO_FOLLOW, found -> {
            if (!found.existing().isSymbolicLink()) {
                throw WasiError.INVALID.exception();
            }
            String target = HostNames.targetToGuest(found.parent().readSymbolicLink(found.name(WasiError.INVALID)))
                    .orElseThrow(WasiError.ILLEGAL_BYTE_SEQUENCE::exception);
            if (target.startsWith("/")) {
                throw WasiError.NOT_PERMITTED.exception();
            }
            return target;
        });
    }

    /** Makes a second name for a file, or for a symbolic link itself. Both mounts must be writable: the new name can be written to. */
    public void createLink(String path, Directory target, String targetPath) {
        target.requireWritable();
        changeAt(path, Last.NAME, source -> target.changeAt(targetPath, Last.NAME, found -> {
            Path sourceName = source.name(WasiError.NOT_PERMITTED);
            if (source.existing().isDirectory()) {
                throw WasiError.NOT_PERMITTED.exception();
            }
            found.parent().createLink(found.absentFile(), source.parent(), sourceName);
        }));
    }

    /** Renames, replacing a file by a file and an empty folder by a folder. Both mounts must be writable. */
    public void rename(String path, Directory target, String targetPath) {
        target.requireWritable();
        changeAt(path, Last.NAME, source -> target.changeAt(targetPath, Last.NAME, found -> {
            Path sourceName = source.name(WasiError.BUSY);
            Path name = found.name(WasiError.BUSY);
            boolean directory = source.existing().isDirectory();
            if (found.attributes().isPresent() && found.attributes().get().isDirectory() != directory) {
                throw (directory ? WasiError.NOT_DIRECTORY : WasiError.IS_DIRECTORY).exception();
            }
            if (found.slash() && !directory) {
                throw WasiError.NOT_DIRECTORY.exception();
            }
            source.parent().move(sourceName, found.parent(), name);
        }));
    }

    /** The names in this folder now. */
    public DirectoryListing list() {
        return call(() -> DirectoryListing.of(host, FileStat.inode(HostDirectory.identity(host.path(), host.attributes()))));
    }

    @Override
    public void close() {
        try {
            host.close();
        } catch (IOException e) {
            // A folder that was only read has nothing to lose.
        }
    }

    static FileTime time(OptionalLong nanos) {
        return nanos.isPresent() ? FileTime.from(nanos.getAsLong(), TimeUnit.NANOSECONDS) : null;
    }

    private void requireWritable() {
        if (!writable) {
            throw WasiError.READ_ONLY.exception();
        }
    }

    private void changeAt(String path, Last last, Action action) {
        requireWritable();
        at(path, last, found -> {
            action.run(found);
            return null;
        });
    }

    private void change(Step step) {
        requireWritable();
        call(() -> {
            step.run();
            return null;
        });
    }

    private <T> T at(String path, Last last, Use<T> use) {
        return call(() -> {
            try (Found found = PathWalk.find(host, path, last)) {
                return use.with(found);
            }
        });
    }

    static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw WasiException.of(e);
        }
    }

    /** Something that fails with the JDK's exceptions. */
    interface Call<T> {
        T run() throws IOException;
    }

    private interface Step {
        void run() throws IOException;
    }

    private interface Use<T> {
        T with(Found found) throws IOException;
    }

    private interface Action {
        void run(Found found) throws IOException;
    }
}
