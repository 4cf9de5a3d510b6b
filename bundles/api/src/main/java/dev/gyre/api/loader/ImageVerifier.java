package dev.gyre.api.loader;

/**
 * Decides whether an image may run, after its manifest was pulled and before anything of it is used. An OSGi service; all that there are
 * have to agree. Thread-safe; may block on the network.
 */
public interface ImageVerifier {
    /**
     * @param reference what was asked for, such as {@code registry.example.com/app:1.0}
     * @param digest    of the image's manifest, {@code sha256:<hex>}, which stands for all of it
     * @throws dev.gyre.api.GyreException when it may not run, saying why
     */
    void verify(String reference, String digest);
}
