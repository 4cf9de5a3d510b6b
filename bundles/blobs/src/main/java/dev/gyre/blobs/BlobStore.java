package dev.gyre.blobs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps blobs on disk under the name of their content, for all processes of a user. An OSGi service.
 *
 * <p>Whatever it hands out was checked, byte for byte, at that moment; what is damaged is fetched again. A blob that several want
 * at once, also in other processes, is fetched once, and a transfer that broke off goes on where it was, also after the process was
 * killed. What was not used for longest goes when the store gets too large.
 *
 * <p>Thread-safe. Everything blocks on the disk and, where a source is given, on that.
 */
public interface BlobStore {
    /** How a staged file is made. */
    enum Staging {
        /** A file of its own, which may be changed. */
        COPY,
        /** The store's own file under another name where the file system can do that: nobody may change it. */
        LINK
    }

    /**
     * Puts a blob into a file.
     *
     * @param target does not exist, its folder does
     * @param source asked only for what the store does not have
     * @throws dev.gyre.api.GyreException when it cannot be had, or is not what was announced; then there is no target
     */
    void stage(Blob blob, BlobSource source, Path target, Staging how, Progress progress);

    /** A small blob in memory. */
    byte[] bytes(Blob blob, BlobSource source, Progress progress);

    /** The content the store has under that name, if it has it whole. */
    Optional<byte[]> find(Digest digest);

    /** How large a blob is that the store has, if it does; it is not looked into. */
    OptionalLong size(Digest digest);

    /** Keeps what somebody has at hand. */
    Digest put(byte[] content);

    /** Remembers what a name stood for, for times when nobody can be asked. */
    void remember(String name, Digest digest);

    /** What a name stood for when it was last remembered. */
    Optional<Digest> recall(String name);
}
