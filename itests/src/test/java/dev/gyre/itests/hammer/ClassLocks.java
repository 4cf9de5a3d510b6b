package dev.gyre.itests.hammer;

import java.lang.reflect.Field;
import java.util.Map;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What Felix 7.0.5 forgets to forget: when two threads define a class at the same time, its class loader may keep the one that came too
 * late in {@code m_classLocks}, and with the thread whatever that ran. No more than one for each class, so nothing that grows. Stateless.
 */
final class ClassLocks {
    private ClassLocks() {
    }

    /** Drops threads that have ended, from the class loaders of all bundles. */
    static void clear(BundleContext system) throws ReflectiveOperationException {
        for (Bundle bundle : system.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring != null && wiring.getClassLoader() != null) {
                clear(wiring.getClassLoader());
            }
        }
    }

    /** The same of one class loader, which may be that of a bundle that has gone: by such threads one holds the next. */
    static void clear(ClassLoader loader) throws ReflectiveOperationException {
        if (loader.getClass().getName().startsWith("org.apache.felix.framework.")) {
            Field locks = loader.getClass().getDeclaredField("m_classLocks");
            locks.setAccessible(true);
            ((Map<?, ?>) locks.get(loader)).values().removeIf(thread -> thread instanceof Thread t && !t.isAlive());
        }
    }
}
