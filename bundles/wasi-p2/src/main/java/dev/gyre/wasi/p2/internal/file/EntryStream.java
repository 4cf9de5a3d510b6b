package dev.gyre.wasi.p2.internal.file;

import java.util.Optional;

import dev.gyre.wasi.backend.file.DirectoryEntry;
import dev.gyre.wasi.backend.file.DirectoryListing;
import dev.gyre.wasi.p2.internal.file.FileTypes.DescriptorType;
import dev.gyre.wasi.p2.internal.file.FileTypes.Entry;

/** The resource {@code directory-entry-stream}. For the event's thread. */
public final class EntryStream {
    /** A listing begins with {@code .} and {@code ..}, which this interface leaves out. */
    private static final int FIRST = 2;

    private final DirectoryListing listing;
    private int next = FIRST;

    EntryStream(DirectoryListing listing) {
        this.listing = listing;
    }

    public Optional<Entry> readDirectoryEntry() throws FileFailure {
        if (next >= listing.size()) {
            return Optional.empty();
        }
        DirectoryEntry entry = FileFailure.call(() -> listing.get(next));
        next++;
        return Optional.of(new Entry(DescriptorType.of(entry.kind()), entry.name()));
    }
}
