package dev.gyre.plugins.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * Finds out whether a bundle would resolve before it takes the place of another one: a bundle of its wiring headers alone, which runs nothing,
 * is resolved beside what runs, and removed. Thread-safe; blocks.
 */
final class Trial {
    private static final String LOCATION = "gyre-trial:";
    private static final Set<Object> KEPT = Stream.of(Constants.BUNDLE_MANIFESTVERSION, Constants.IMPORT_PACKAGE, Constants.EXPORT_PACKAGE, Constants.REQUIRE_BUNDLE,
            Constants.REQUIRE_CAPABILITY, Constants.PROVIDE_CAPABILITY).map(Attributes.Name::new).collect(Collectors.toSet());

    private final BundleContext system;
    private final Guard guard;

    Trial(BundleContext system, Guard guard) {
        this.system = system;
        this.guard = guard;
    }

    boolean is(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    /**
     * @param manifest main attributes
     * @throws BundleException saying what is missing
     */
    void of(Map<Object, Object> manifest) throws BundleException, IOException {
        if (manifest.containsKey(new Attributes.Name(Constants.FRAGMENT_HOST))) {
            return; // it would become part of what runs
        }
        byte[] jar = jar(manifest);
        Bundle made = guard.let(() -> system.installBundle(LOCATION + UUID.randomUUID(), new ByteArrayInputStream(jar)));
        try {
            made.start(Bundle.START_TRANSIENT);
        } finally {
            made.uninstall();
        }
    }

    /** Of the same name, for the messages; its version is nobody else's, and it is no singleton. */
    private static byte[] jar(Map<Object, Object> manifest) throws BundleException, IOException {
        Manifest out = new Manifest();
        Attributes attributes = out.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> {
            if (KEPT.contains(name)) {
                attributes.put(name, value);
            }
        });
        Version version = version((String) manifest.get(new Attributes.Name(Constants.BUNDLE_VERSION)));
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, ((String) manifest.get(new Attributes.Name(Constants.BUNDLE_SYMBOLICNAME))).split(";")[0].strip());
        attributes.putValue(Constants.BUNDLE_VERSION, new Version(version.getMajor(), version.getMinor(), version.getMicro(), "trial-" + UUID.randomUUID()).toString());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, out).close();
        return bytes.toByteArray();
    }

    private static Version version(String text) throws BundleException {
        try {
            return Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            throw new BundleException(Constants.BUNDLE_VERSION + ": " + e.getMessage(), BundleException.MANIFEST_ERROR, e);
        }
    }
}
