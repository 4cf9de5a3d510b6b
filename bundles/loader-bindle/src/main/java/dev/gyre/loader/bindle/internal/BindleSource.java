package dev.gyre.loader.bindle.internal;

import java.util.Optional;

import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Label;
import dev.gyre.blobs.BlobSource;

/** Where bindles can be had. Thread-safe; blocks on disk or network. */
public interface BindleSource extends AutoCloseable {
    /** For messages, and part of the names the store remembers. */
    String name();

    /**
     * The text of an invoice.
     *
     * @return nothing when there is no such bindle
     * @throws dev.gyre.blobs.http.UnreachableException when that cannot be found out now
     */
    Optional<byte[]> invoice(BindleId id);

    /** A parcel of a bindle. */
    BlobSource parcel(BindleId id, Label label);

    @Override
    void close();
}
