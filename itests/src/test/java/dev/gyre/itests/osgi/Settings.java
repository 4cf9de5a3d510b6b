package dev.gyre.itests.osgi;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Map;

import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Configures services as an operator does. */
final class Settings {
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
}
