package dev.gyre.host.key.value.internal.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key-value store. Thread-safe; every call blocks until it is done, its deadline (as {@link System#nanoTime}) has come or the thread is
 * interrupted, and throws {@link StoreException} when there is no result.
 */
public interface Store extends AutoCloseable {
    Optional<byte[]> get(String key, long deadline);

    void set(String key, byte[] value, long deadline);

    /** Also when there is none. */
    void delete(String key, long deadline);

    boolean exists(String key, long deadline);

    /** In no particular order. */
    List<String> keys(long deadline);

    /** One entry for each key asked for, in that order, as they are at one time. */
    List<Map.Entry<String, Optional<byte[]>>> getMany(List<String> keys, long deadline);

    /** All or none. */
    void setMany(List<Map.Entry<String, byte[]>> entries, long deadline);

    /** All or none. */
    void deleteMany(List<String> keys, long deadline);

    /** Adds to a number, 0 when there is none. */
    long increment(String key, long delta, long deadline);

    /**
     * Sets the value if it still is what it was.
     *
     * @param before nothing for no value
     * @return whether it was set
     */
    boolean swap(String key, Optional<byte[]> before, byte[] value, long deadline);

    @Override
    void close();
}
