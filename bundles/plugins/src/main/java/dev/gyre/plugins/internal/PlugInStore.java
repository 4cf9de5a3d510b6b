package dev.gyre.plugins.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

import dev.gyre.api.GyreException;
import dev.gyre.api.plugin.PlugIns;

/** Looks at a jar, and installs the bytes it has looked at. Thread-safe; blocks. */
final class PlugInStore implements PlugIns {
    /** How the launcher installs what came with Gyre. */
    private static final String REFERENCE = "reference:";
    private static final long MOST_BYTES = 256L << 20;

    private static final int STARTED = Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY;

    private final BundleContext system;
    private final Trial trial;
    /** The bytes of bundles by their ids, to go back to. */
    private final Map<Long, Path> copies = new ConcurrentHashMap<>();
    private final Rules rules;
    private final Guard guard;
    private final Optional<Path> installation;

    /**
     * @param system       the system bundle's context, so that what is installed outlives this bundle
     * @param installation the folder of the jars that came with Gyre, which are trusted
     */
    PlugInStore(BundleContext system, Rules rules, Guard guard, Optional<Path> installation) {
        this.system = system;
        this.trial = new Trial(system, guard);
        this.rules = rules;
        this.guard = guard;
        this.installation = installation;
    }

    @Override
    public Bundle install(Path jar) {
        return install(jar.toUri().toString(), jar);
    }

    /** @param location that it is to have, be the contents of it or not */
    Bundle install(String location, Path jar) {
        Checked next = checked(jar);
        try {
            if (system.getBundle(location) != null) {
                throw new GyreException(jar + " is installed already as " + system.getBundle(location).getSymbolicName() + "; 'gyre bundle update' replaces it");
            }
            Bundle made = guard.let(() -> system.installBundle(location, next.open()));
            keep(made, next.copy);
            return made;
        } catch (BundleException e) {
            next.discard();
            throw new GyreException(jar + " cannot be installed: " + cause(e), e);
        } catch (GyreException e) {
            next.discard();
            throw e;
        }
    }

    /** Stopped until the refresh: a singleton does not resolve beside its old self, which stays for as long as others use its packages. */
    @Override
    public void update(Bundle bundle, Path jar) {
        Checked next = checked(jar);
        Optional<Path> before = contents(bundle);
        boolean ran = (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0;
        List<Bundle> users = running(bundle);
        long contents = bundle.getLastModified();
        try {
            if (ran) {
                trial.of(next.manifest);
            }
            replace(bundle, next.copy, ran);
        } catch (BundleException | IllegalStateException | IOException e) {
            boolean replaced = bundle.getLastModified() != contents;
            next.discard();
            throw new GyreException(bundle.getSymbolicName() + " cannot be replaced by " + jar + ": " + cause(e) + (ran ? goOn(bundle, before.filter(b -> replaced), users) : ""), e);
        }
        keep(bundle, next.copy);
    }

    private void keep(Bundle bundle, Path copy) {
        Optional.ofNullable(copies.put(bundle.getBundleId(), copy)).ifPresent(PlugInStore::delete);
    }

    private void replace(Bundle bundle, Path contents, boolean start) throws BundleException, IOException {
        if ((bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0) {
            bundle.stop(Bundle.STOP_TRANSIENT);
        }
        try (InputStream in = Files.newInputStream(contents)) {
            guard.let(() -> {
                bundle.update(in);
                return bundle;
            });
        }
        Refresh.of(system, bundle);
        if (start && !isFragment(bundle)) {
            bundle.start(STARTED);
        }
    }

    /** As it was: what it ran with, when that was replaced already, and those who used it. */
    private String goOn(Bundle bundle, Optional<Path> before, List<Bundle> users) {
        try {
            if (before.isPresent()) {
                replace(bundle, before.get(), true);
            } else {
                bundle.start(STARTED);
            }
            for (Bundle user : users) {
                user.start(STARTED);
            }
            return "";
        } catch (BundleException | IllegalStateException | IOException e) {
            return ", nor started again: " + cause(e);
        }
    }

    /** Others that use it and would stop with it. */
    private List<Bundle> running(Bundle bundle) {
        return system.getBundle().adapt(FrameworkWiring.class).getDependencyClosure(List.of(bundle)).stream()
                .filter(b -> b != bundle && b.getState() == Bundle.ACTIVE && !isFragment(b)).toList();
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }

    @Override
    public void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            throw new GyreException(bundle.getSymbolicName() + " cannot be uninstalled: " + cause(e), e);
        }
        Refresh.of(system, bundle);
        Optional.ofNullable(copies.remove(bundle.getBundleId())).ifPresent(PlugInStore::delete);
    }

    /** A file with the bytes a bundle was installed with; nothing for one that came otherwise and is no file of the installation. */
    Optional<Path> contents(Bundle bundle) {
        return Optional.ofNullable(copies.get(bundle.getBundleId())).or(() -> Optional.of(bundle.getLocation()).filter(l -> l.startsWith(REFERENCE + "file:"))
                .map(l -> Path.of(URI.create(l.substring(REFERENCE.length()))))).filter(Files::isRegularFile);
    }

    /** Whether it is there only to find out what is missing. */
    boolean isTrial(Bundle bundle) {
        return trial.is(bundle);
    }

    static String cause(Exception e) {
        return e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause() + ")");
    }

    /**
     * The bytes of a jar that may be installed.
     *
     * @param copy of them, for as long as the bundle has them
     */
    private record Checked(byte[] bytes, Path copy, Map<Object, Object> manifest) {
        InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        void discard() {
            delete(copy);
        }
    }

    private Checked checked(Path jar) {
        Path copy = null;
        try {
            // A link may lead elsewhere at any moment: whose jar it is and what is in it are asked of the same file.
            Path file = jar.toRealPath();
            byte[] bytes = read(file);
            // in a folder that nobody else can write: the launcher's own for this process
            copy = Files.write(Files.createTempFile("gyre-plugin", ".jar"), bytes);
            Checked out = new Checked(bytes, copy, check(bytes, copy, installation.filter(i -> i.equals(file.getParent())).isPresent()));
            copy = null;
            return out;
        } catch (IOException e) {
            throw new GyreException(jar + " cannot be read: " + e, e);
        } catch (GyreException e) {
            throw new GyreException(jar + " " + e.getMessage(), e);
        } finally {
            Optional.ofNullable(copy).ifPresent(PlugInStore::delete);
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

    /** @return the main attributes of its manifest */
    private Map<Object, Object> check(byte[] bytes, Path copy, boolean trusted) {
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
        return manifest;
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

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            copy.toFile().deleteOnExit();
        }
    }
}
