package dev.gyre.trigger.http.internal.server;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.eclipse.jetty.alpn.java.server.JDK9ServerALPNProcessor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http2.hpack.HpackEncoder;
import org.eclipse.jetty.server.Server;

/**
 * Sees the service files of the three Jetty bundles that have some. Jetty reads them with {@link java.util.ServiceLoader} and
 * the thread's context class loader, once, in static initialisers; with any other loader HTTP/1.1 works and every HTTP/2
 * response is a COMPRESSION_ERROR.
 */
final class JettyServices extends ClassLoader {
    private final List<ClassLoader> bundles = List.of(
            HttpField.class.getClassLoader(), HpackEncoder.class.getClassLoader(), JDK9ServerALPNProcessor.class.getClassLoader());

    private JettyServices() {
        super(Server.class.getClassLoader());
    }

    /** Runs something that makes Jetty look for its services. */
    static <T> T visible(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new JettyServices());
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (ClassLoader bundle : bundles) {
            try {
                return bundle.loadClass(name);
            } catch (ClassNotFoundException e) {
                // The next bundle may have it.
            }
        }
        throw new ClassNotFoundException(name);
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        Set<URL> all = new LinkedHashSet<>();
        for (ClassLoader bundle : bundles) {
            bundle.getResources(name).asIterator().forEachRemaining(all::add);
        }
        return Collections.enumeration(all);
    }
}
