package dev.gyre.wasi.backend.file;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.backend.internal.HostDirectory;
import dev.gyre.wasi.backend.internal.HostNames;

/**
 * The names a folder had at one moment, {@code .} and {@code ..} first; those that are not UTF-8 are left out. Valid as long
 * as its folder is open.
 */
public final class DirectoryListing {
    /** A listing is held in memory, so that its cookies stay valid while the folder changes. */
    public static final int MAX_ENTRIES = 100_000;

    private final HostDirectory directory;
    private final List<Path> names;
    private final long self;

    private DirectoryListing(HostDirectory directory, List<Path> names, long self) {
        this.directory = directory;
        this.names = names;
        this.self = self;
    }

    /** @throws WasiException {@link WasiError#NO_MEMORY} for more than {@value #MAX_ENTRIES} names */
    static DirectoryListing of(HostDirectory directory, long self) throws IOException {
        List<Path> names = directory.names(MAX_ENTRIES);
        if (names.size() > MAX_ENTRIES) {
            throw WasiError.NO_MEMORY.exception();
        }
        names.removeIf(name -> HostNames.toGuest(name).isEmpty());
        return new DirectoryListing(directory, names, self);
    }

    public int size() {
        return names.size() + 2;
    }

    /**
     * The entry at an index. The parent carries this folder's own inode number: the guest may not know what is above.
     *
     * @param index 0 to {@code size() - 1}
     */
    public DirectoryEntry get(int index) {
        if (index < 2) {
            return new DirectoryEntry(index == 0 ? "." : "..", FileKind.DIRECTORY, self);
        }
        Path name = names.get(index - 2);
        String text = HostNames.toGuest(name).orElseThrow();
        try {
            BasicFileAttributes attributes = directory.attributes(name);
            return new DirectoryEntry(text, FileStat.kind(attributes),
                    FileStat.inode(HostDirectory.identity(directory.path().resolve(name), attributes)));
        } catch (IOException e) {
            return new DirectoryEntry(text, FileKind.OTHER, 0);
        }
    }
}
