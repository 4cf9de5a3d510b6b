package dev.gyre.api.service;

import java.io.IOException;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * Makes the {@code META-INF/services} of a library's bundles visible to that library.
 *
 * <p>Libraries that ask {@link java.util.ServiceLoader} with the thread's context class loader, often once and in a static
 * initialiser, find in OSGi what the first caller's loader happens to see, and remember it for everybody. Whoever makes such
 * a library work for the first time does it in here.
 */
public final class ServiceFiles {
    private ServiceFiles() {
    }

    /**
     * Runs an action whose thread sees the service files and classes of all bundles whose symbolic name starts so. Outside
     * OSGi, where one class loader sees everything, it just runs it.
     *
     * @param user   a class of the calling bundle, which must be starting or active
     * @param prefix such as {@code org.eclipse.jetty.}
     */
    public static <T> T visible(Class<?> user, String prefix, Supplier<T> action) {
        Bundle bundle = FrameworkUtil.getBundle(user);
        if (bundle == null) {
            return action.get();
        }
        List<Bundle> library = Arrays.stream(bundle.getBundleContext().getBundles())
                .filter(b -> b.getSymbolicName() != null && b.getSymbolicName().startsWith(prefix)).toList();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new Loader(user.getClassLoader(), library));
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static final class Loader extends ClassLoader {
        private final List<Bundle> library;

        Loader(ClassLoader parent, List<Bundle> library) {
            super(parent);
            this.library = library;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            for (Bundle bundle : library) {
                // Asking for resources has resolved what can be; asking again would only report the failure again.
                if (bundle.getState() != Bundle.INSTALLED) {
                    try {
                        return bundle.loadClass(name);
                    } catch (ClassNotFoundException e) {
                        // The next bundle may have it.
                    }
                }
            }
            throw new ClassNotFoundException(name);
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            Set<URL> all = new LinkedHashSet<>();
            for (Bundle bundle : library) {
                Enumeration<URL> found = bundle.getResources(name);
                if (found != null) {
                    found.asIterator().forEachRemaining(all::add);
                }
            }
            return Collections.enumeration(all);
        }
    }
}
