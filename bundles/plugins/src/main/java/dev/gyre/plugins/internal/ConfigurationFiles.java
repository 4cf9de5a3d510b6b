package dev.gyre.plugins.internal;

import java.io.File;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.config.Nearest;

/**
 * Stands before FileInstall's own reader of configurations, which takes {@code PID-NAME.config} for one of a factory (3.7.4 splits at the
 * first hyphen) and the name Config Admin gives it, {@code PID~NAME}, for a PID nobody asks for, in silence. Here both work, and a file
 * that configures nothing of Gyre's is told. Stateless; blocks on the disk.
 */
final class ConfigurationFiles implements ArtifactInstaller {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFiles.class);
    private static final String OURS = "dev.gyre.";
    /** FileInstall looks at both folders once a second. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final BundleContext context;

    ConfigurationFiles(BundleContext context) {
        this.context = context;
    }

    /** As long as nobody reads configurations the file stays unhandled, and FileInstall asks again. */
    @Override
    public boolean canHandle(File artifact) {
        return artifact.getName().matches(".*\\.(config|cfg)") && reader().isPresent();
    }

    @Override
    public void install(File file) throws Exception {
        checkSoon(file);
        required().install(named(file));
    }

    @Override
    public void update(File file) throws Exception {
        required().update(named(file));
    }

    @Override
    public void uninstall(File file) throws Exception {
        required().uninstall(named(file));
    }

    /** Later, since a jar of {@code deploy/} may be on its way that has this configuration. */
    private void checkSoon(File file) {
        String pid = pid(file.getName());
        if (pid.startsWith(OURS) && !known().contains(pid)) {
            Thread.ofVirtual().name("gyre-conf-check").start(() -> {
                try {
                    Thread.sleep(GRACE);
                    check(file, pid);
                } catch (InterruptedException | IllegalStateException e) {
                    // this bundle goes
                }
            });
        }
    }

    private void check(File file, String pid) {
        Set<String> known = known();
        if (file.exists() && !known.contains(pid)) {
            LOG.error("{} configures nothing: no bundle here has a configuration \"{}\"{}", file.getName(), pid,
                    Nearest.of(pid, known).map(n -> "; did you mean \"" + n + "\"?").orElse(""));
        }
    }

    private Set<String> known() {
        return new TreeSet<>(Pids.of(context.getBundles()));
    }

    /** Of the configuration or its factory. */
    static String pid(String file) {
        return file.substring(0, file.lastIndexOf('.')).split("[~-]", 2)[0];
    }

    static File named(File file) {
        return file.getName().indexOf('~') < 0 ? file : new Named(file);
    }

    private ArtifactInstaller required() {
        return reader().orElseThrow(() -> new IllegalStateException("nobody reads configurations any more"));
    }

    private Optional<ArtifactInstaller> reader() {
        try {
            return context.getServiceReferences(ArtifactInstaller.class, null).stream()
                    .filter(r -> r.getBundle() != null && "org.apache.felix.fileinstall".equals(r.getBundle().getSymbolicName()))
                    .findFirst().map(context::getService);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same file under the name FileInstall wants. */
    private static final class Named extends File {
        private static final long serialVersionUID = 1L;

        Named(File file) {
            super(file.getPath());
        }

        @Override
        public String getName() {
            return super.getName().replaceFirst("~", "-");
        }
    }
}
