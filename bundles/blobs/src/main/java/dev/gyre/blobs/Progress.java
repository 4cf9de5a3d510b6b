package dev.gyre.blobs;

/** Is told how a transfer goes on. Thread-safe; does not block. */
public interface Progress {
    /** For transfers nobody watches. */
    Progress NONE = bytes -> {
    };

    /** Some more bytes have come; a negative number takes back what turned out to be of no use. */
    void moved(long bytes);
}
