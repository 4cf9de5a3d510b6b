package dev.gyre.wasi.p1.internal.fd;

import java.util.Optional;

import dev.gyre.api.app.Mount;
import dev.gyre.wasi.backend.file.Directory;
import dev.gyre.wasi.backend.file.DirectoryListing;
import dev.gyre.wasi.backend.file.FileKind;
import dev.gyre.wasi.p1.internal.abi.Abi;
import dev.gyre.wasi.p1.internal.abi.Rights;

/** An open folder, or one of the mounts, which is opened when it is first used. */
public final class FolderDescriptor extends Descriptor {
    private final Optional<Mount> mount;
    private Optional<Directory> directory;
    private Optional<DirectoryListing> listing = Optional.empty();

    public FolderDescriptor(Directory directory, long rights, long inheriting, int flags) {
        super(rights & Rights.FOLDER, inheriting, flags);
        this.mount = Optional.empty();
        this.directory = Optional.of(directory);
    }

    public FolderDescriptor(Mount mount) {
        super(Rights.FOLDER, Rights.FOLDER | Rights.FILE, 0);
        this.mount = Optional.of(mount);
        this.directory = Optional.empty();
    }

    /** The mount, for a descriptor the guest did not open itself. */
    public Optional<Mount> mount() {
        return mount;
    }

    public Directory directory() {
        if (directory.isEmpty()) {
            directory = Optional.of(Directory.open(mount.orElseThrow()));
        }
        return directory.get();
    }

    /**
     * The names in it: as they were when the guest last asked from the start, so that its cookies mean something.
     *
     * @param cookie 0 for the start
     */
    public DirectoryListing listing(long cookie) {
        if (cookie == 0 || listing.isEmpty()) {
            listing = Optional.of(directory().list());
        }
        return listing.get();
    }

    @Override
    public int fileType() {
        return Abi.fileType(FileKind.DIRECTORY);
    }

    @Override
    public void close() {
        directory.ifPresent(Directory::close);
    }
}
