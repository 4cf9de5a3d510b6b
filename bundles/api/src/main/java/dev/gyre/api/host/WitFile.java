package dev.gyre.api.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * WIT text.
 *
 * @param name of the file, for messages
 */
public record WitFile(String name, String text) {
    /**
     * A file that lies beside a class in its bundle.
     *
     * @param resource as for {@link Class#getResourceAsStream}
     * @throws IllegalArgumentException when it is not there
     */
    public static WitFile beside(Class<?> type, String resource) {
        try (InputStream in = type.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no file \"" + resource + "\" beside " + type.getName());
            }
            return new WitFile(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("file \"" + resource + "\" beside " + type.getName() + " cannot be read", e);
        }
    }
}
