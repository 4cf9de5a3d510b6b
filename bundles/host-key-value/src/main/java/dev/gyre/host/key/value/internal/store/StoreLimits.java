package dev.gyre.host.key.value.internal.store;

/**
 * What one call may take.
 *
 * @param key    bytes
 * @param value  bytes
 * @param result bytes of all that is returned
 * @param keys   listed at most
 */
public record StoreLimits(long key, long value, long result, int keys) {
    void checkResult(long bytes) {
        if (bytes > result) {
            throw new StoreException("query result exceeds limit of " + result + " bytes");
        }
    }
}
