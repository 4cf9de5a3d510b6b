package dev.gyre.plugins.internal;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Put into jars as their activator; the bundle's header {@code Behave} says how it starts. */
public final class Behaving implements BundleActivator {
    /** System property: what hangs goes on when it is set. */
    static final String GO_ON = "gyre.test.plugin.go-on";

    @Override
    public void start(BundleContext context) throws Exception {
        switch (String.valueOf(context.getBundle().getHeaders().get("Behave"))) {
            case "badly" -> throw new IllegalStateException("I do not want to");
            case "hang" -> {
                while (System.getProperty(GO_ON) == null) {
                    Thread.sleep(5);
                }
            }
            default -> { }
        }
    }

    @Override
    public void stop(BundleContext context) {
        // nothing to do
    }
}
