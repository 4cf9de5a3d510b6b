package dev.gyre.itests.osgi;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Map;

import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

import dev.gyre.api.host.VariableProvider;

/** Configures services as an operator does. */
final class Settings {
    private static final String FACTORY = "dev.gyre.host.variables.static";
    /** How the names of those begin that {@link #awaitTaken} adds. */
    static final String LAST = FACTORY + "~last";

    private Settings() {
    }

    private static ConfigurationAdmin admin(BundleContext context) {
        return Served.service(context, ConfigurationAdmin.class, null);
    }

    static Configuration set(BundleContext context, String pid, Map<String, Object> values) throws IOException {
        Configuration configuration = admin(context).getConfiguration(pid, "?");
        configuration.update(new Hashtable<>(values));
        return configuration;
    }

    /** One more configuration of a factory. */
    static Configuration add(BundleContext context, String factoryPid, String name, Map<String, Object> values) throws IOException {
        Configuration configuration = admin(context).getFactoryConfiguration(factoryPid, name, "?");
        configuration.update(new Hashtable<>(values));
        return configuration;
    }

    /** Waits until all that was configured before has reached its services: one that is configured last, under a name of its own, is there. */
    static void awaitTaken(BundleContext context) throws IOException {
        String name = "last" + System.nanoTime();
        Configuration last = add(context, FACTORY, name, Map.of("values", new String[] {"last=yes"}));
        try {
            Served.service(context, VariableProvider.class, "(service.pid=" + FACTORY + "~" + name + ")");
        } finally {
            last.delete();
        }
    }
}
