package dev.gyre.cli.internal.up;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * The state folder of what runs, as a service: {@link Path} with the property {@code gyre.state=true}. Whoever keeps something
 * there, such as the socket of the shell, does so while the service is there. For one thread.
 */
final class StateService implements AutoCloseable {
    private final Optional<BundleContext> context;
    private final Optional<Path> folder;
    private Optional<ServiceRegistration<Path>> registration = Optional.empty();

    /** @param context nothing where there is no container, as in tests */
    StateService(Optional<BundleContext> context, Optional<Path> folder) {
        this.context = context;
        this.folder = folder;
    }

    /** Offers it until it is closed, unless it is offered already. */
    void offer() {
        registration = registration.or(() -> context.flatMap(c -> folder.map(f -> c.registerService(Path.class, f, FrameworkUtil.asDictionary(Map.of("gyre.state", true))))));
    }

    @Override
    public void close() {
        try {
            registration.ifPresent(ServiceRegistration::unregister);
        } catch (IllegalStateException e) {
            // this bundle is being stopped, which has unregistered it
        }
        registration = Optional.empty();
    }
}
