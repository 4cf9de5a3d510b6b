package dev.gyre.plugins.internal;

import java.nio.file.Path;
import java.util.Optional;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;

/**
 * One jar of {@code deploy/} and the bundle that came of it, which may be an older state of the jar while the newest cannot run. One thread
 * at a time changes it; looking is for all. Blocks.
 */
final class DeployedJar {
    private static final Logger LOG = LoggerFactory.getLogger(DeployedJar.class);

    private final Path jar;
    private final PlugInStore store;
    private final LastGood lastGood;
    private volatile Optional<Bundle> bundle = Optional.empty();
    /** Why it is not installed, or not started; told once. */
    private volatile Optional<String> problem = Optional.empty();
    /** What is installed is not what the jar is now, because of something missing that may come. */
    private volatile boolean behind;

    DeployedJar(Path jar, PlugInStore store, LastGood lastGood) {
        this.jar = jar;
        this.store = store;
        this.lastGood = lastGood;
    }

    boolean is(Bundle other) {
        return bundle.filter(other::equals).isPresent();
    }

    /** Whether a change of another bundle may mend it. */
    boolean hopes() {
        if (bundle.isEmpty() || behind) {
            return true;
        }
        int state = bundle.get().getState();
        // whoever stopped it wants it stopped; what lost its wiring only waits
        return state == Bundle.INSTALLED || state == Bundle.RESOLVED && problem.isPresent();
    }

    /** After another bundle has changed. */
    void again() {
        if (bundle.isEmpty()) {
            arrive();
        } else if (behind) {
            change();
        } else if (hopes()) {
            start();
        }
    }

    void arrive() {
        try {
            installed(store.install(location(), jar), "installed");
        } catch (GyreException e) {
            tell(e.getMessage());
            lastGood.other(jar).ifPresent(this::arriveAsBefore);
            return;
        }
        start();
    }

    /** The jar is refused: what ran before it, when it is not refused too. */
    private void arriveAsBefore(Path kept) {
        try {
            bundle = Optional.of(store.install(location(), kept));
            goesOn();
            start();
        } catch (GyreException e) {
            LOG.error("nor can what ran before: {}", e.getMessage());
        }
    }

    void change() {
        if (bundle.filter(b -> b.getState() != Bundle.UNINSTALLED).isEmpty()) {
            bundle = Optional.empty();
            arrive();
            return;
        }
        try {
            store.update(bundle.get(), jar);
            behind = false;
            installed(bundle.get(), "updated");
        } catch (GyreException e) {
            behind = e.getCause() instanceof BundleException b && b.getType() == BundleException.RESOLVE_ERROR;
            if (tell(e.getMessage()) && bundle.get().getState() == Bundle.ACTIVE) {
                goesOn();
            }
            return;
        }
        start();
    }

    void leave() {
        lastGood.drop(jar);
        bundle.filter(b -> b.getState() != Bundle.UNINSTALLED).ifPresent(b -> {
            try {
                store.uninstall(b);
                LOG.info("{} is uninstalled: {}", jar.getFileName(), b.getSymbolicName());
            } catch (GyreException e) {
                LOG.error("{}", e.getMessage());
            }
        });
    }

    private void start() {
        Bundle started = bundle.orElseThrow();
        if (started.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
            return;
        }
        try {
            started.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
            if (!behind && problem.isPresent()) {
                problem = Optional.empty();
                LOG.info("{} has started", started.getSymbolicName());
            }
            store.contents(started).ifPresent(contents -> lastGood.keep(jar, contents));
        } catch (BundleException | IllegalStateException e) {
            tell(started.getSymbolicName() + " of " + jar.getFileName() + " does not start: " + PlugInStore.cause(e));
            lastGood.other(jar).filter(kept -> !behind).ifPresent(kept -> startAsBefore(started, kept,
                    e instanceof BundleException b && b.getType() == BundleException.RESOLVE_ERROR));
        }
    }

    /** It does not run after a restart of the container: what ran before it does. */
    private void startAsBefore(Bundle started, Path kept, boolean missing) {
        try {
            store.update(started, kept);
            behind = missing;
            started.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
            goesOn();
        } catch (GyreException | BundleException | IllegalStateException e) {
            LOG.error("nor does what ran before: {}", PlugInStore.cause(e));
        }
    }

    private void installed(Bundle made, String how) {
        bundle = Optional.of(made);
        problem = Optional.empty();
        LOG.info("{} is {}: {} {}", jar.getFileName(), how, made.getSymbolicName(), made.getVersion());
    }

    private void goesOn() {
        LOG.error("{}: {} {} goes on, which ran before", jar.getFileName(), bundle.orElseThrow().getSymbolicName(), bundle.get().getVersion());
    }

    /** @return whether it is new */
    private boolean tell(String why) {
        boolean news = problem.filter(why::equals).isEmpty();
        problem = Optional.of(why);
        if (news) {
            LOG.error("{}", why);
        }
        return news;
    }

    private String location() {
        return jar.toUri().toString();
    }
}
