package dev.gyre.blobs.http;

/** Which servers applications may come from. An OSGi service. Thread-safe; does not block. */
public interface RegistryRules {
    /** Any of them. */
    RegistryRules ANY = server -> {
    };

    /**
     * @param server host, and port where it is not the usual one; or the path of a folder
     * @throws dev.gyre.api.GyreException when nothing may come from there
     */
    void check(String server);
}
