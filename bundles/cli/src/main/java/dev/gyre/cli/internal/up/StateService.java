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
    private final Optional<ServiceRegistration<Path>> registration;

    private StateService(Optional<ServiceRegistration<Path>> registration) {
        this.registration = registration;
    }

    /** @param context nothing where there is no container, as in tests */
    static StateService register(Optional<BundleContext> context, Optional<Path> state) {
        return new StateService(context.flatMap(c -> state.map(folder ->
                c.registerService(Path.class, folder, FrameworkUtil.asDictionary(Map.of("gyre.state", true))))));
    }

    @Override
    public void close() {
        try {
            registration.ifPresent(ServiceRegistration::unregister);
        } catch (IllegalStateException e) {
            // this bundle is being stopped, which has unregistered it
        }
    }
}
