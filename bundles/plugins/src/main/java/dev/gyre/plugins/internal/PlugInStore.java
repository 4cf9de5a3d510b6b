package dev.gyre.plugins.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

import dev.gyre.api.GyreException;
import dev.gyre.api.plugin.PlugIns;

/** Looks at a jar, and installs the bytes it has looked at. Thread-safe; blocks. */
final class PlugInStore implements PlugIns {
    /** How the launcher installs what came with Gyre. */
    private static final String REFERENCE = "reference:";
    private static final long MOST_BYTES = 256L << 20;

    private final BundleContext system;
    private final Rules rules;
    private final Guard guard;
    private final Optional<Path> installation;

    /**
     * @param system       the system bundle's context, so that what is installed outlives this bundle
     * @param installation the folder of the jars that came with Gyre, which are trusted
     */
    PlugInStore(BundleContext system, Rules rules, Guard guard, Optional<Path> installation) {
        this.system = system;
        this.rules = rules;
        this.guard = guard;
        this.installation = installation;
    }

    @Override
    public Bundle install(Path jar) {
        byte[] checked = checked(jar);
        String location = jar.toUri().toString();
        if (system.getBundle(location) != null) {
            throw new GyreException(jar + " is installed already as " + system.getBundle(location).getSymbolicName() + "; 'gyre bundle update' replaces it");
        }
        try {
            return guard.let(() -> system.installBundle(location, new ByteArrayInputStream(checked)));
        } catch (BundleException e) {
            throw new GyreException(jar + " cannot be installed: " + cause(e), e);
        }
    }

    /** Stopped until the refresh: a singleton does not resolve beside its old self, which stays for as long as others use its packages. */
    @Override
    public void update(Bundle bundle, Path jar) {
        byte[] checked = checked(jar);
        boolean ran = (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0;
        try {
            if (ran) {
                bundle.stop(Bundle.STOP_TRANSIENT);
            }
            guard.let(() -> {
                bundle.update(new ByteArrayInputStream(checked));
                return bundle;
            });
        } catch (BundleException | IllegalStateException e) {
            throw new GyreException(bundle.getSymbolicName() + " cannot be replaced by " + jar + ": " + cause(e) + (ran ? goOn(bundle) : ""), e);
        }
        Refresh.of(system, bundle);
    }

    private static String goOn(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
            return "";
        } catch (BundleException | IllegalStateException e) {
            return ", nor started again: " + cause(e);
        }
    }

    static String cause(Exception e) {
        return e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause() + ")");
    }

    /** The bytes of a jar that may be installed. */
    private byte[] checked(Path jar) {
        Path copy = null;
        try {
            // A link may lead elsewhere at any moment: whose jar it is and what is in it are asked of the same file.
            Path file = jar.toRealPath();
            byte[] bytes = read(file);
            // in a folder that nobody else can write: the launcher's own for this process
            copy = Files.write(Files.createTempFile("gyre-plugin", ".jar"), bytes);
            check(bytes, copy, installation.filter(i -> i.equals(file.getParent())).isPresent());
            return bytes;
        } catch (IOException e) {
            throw new GyreException(jar + " cannot be read: " + e, e);
        } catch (GyreException e) {
            throw new GyreException(jar + " " + e.getMessage(), e);
        } finally {
            delete(Optional.ofNullable(copy));
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes((int) MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new GyreException("has more than " + MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private void check(byte[] bytes, Path copy, boolean trusted) {
        JarCheck.EntryCheck entries = entry -> { };
        if (rules.any() && !trusted) {
            String sha256 = sha256(bytes);
            if (!rules.isListed(sha256)) {
                entries = rules.signatures(sha256);
            }
        }
        Map<Object, Object> manifest = JarCheck.read(copy, entries);
        JarCheck.oneReading(bytes, copy);
        Optional.ofNullable((String) manifest.get(new Attributes.Name(Constants.FRAGMENT_HOST))).ifPresent(this::checkHost);
    }

    /** Not the framework, by whatever name, and no bundle of ours. */
    private void checkHost(String header) {
        List<String> clause = Arrays.stream(header.split(";")).map(String::strip).toList();
        String host = clause.getFirst().replace("\"", "").strip();
        boolean extension = clause.stream().skip(1).anyMatch(directive -> directive.startsWith(Constants.EXTENSION_DIRECTIVE));
        if (extension || host.equals(Constants.SYSTEM_BUNDLE_SYMBOLICNAME) || Arrays.stream(system.getBundles()).anyMatch(b -> host.equals(b.getSymbolicName())
                && (b.getLocation().startsWith(REFERENCE) || b.getLocation().equals(Constants.SYSTEM_BUNDLE_LOCATION)))) {
            throw new GyreException("is not allowed: it is a fragment that would become part of " + host);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Optional<Path> copy) {
        copy.ifPresent(c -> {
            try {
                Files.delete(c);
            } catch (IOException e) {
                c.toFile().deleteOnExit();
            }
        });
    }
}
