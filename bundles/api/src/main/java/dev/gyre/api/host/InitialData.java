package dev.gyre.api.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.app.Application;

/**
 * Puts data into a store of an application before it serves, as the user asked on the command line: {@code --key-value}, {@code --sqlite}. An
 * OSGi service with the property {@value #PROPERTY}. Thread-safe.
 */
public interface InitialData {
    /** Service property: the name of the option, without dashes. */
    String PROPERTY = "gyre.initial.data";

    /**
     * Whether the option's values are of its form; nothing is written. Does not block.
     *
     * @throws IllegalArgumentException when one is not; the message says what form that is
     */
    void check(List<String> options);

    /**
     * Puts it there. May block.
     *
     * @param stateDir in which the application keeps its state; only in memory when absent
     * @param options  the option's values in order, of its form
     * @return to be closed when the application has ended: what is only in memory lasts until then
     * @throws dev.gyre.api.GyreException when it cannot be put there
     */
    Held put(Application application, Optional<Path> stateDir, List<String> options);

    /** Data somebody needs. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
