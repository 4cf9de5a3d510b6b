package dev.gyre.http.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;

/**
 * The listeners of the applications, a service that outlives whoever answers the requests: the HTTP trigger's bundle is replaced while
 * connections stay open. Those that want the same address share one, told apart by host and base; port 0 is always a
 * listener of its own. Thread-safe; opening and closing block, requests wait for neither.
 */
@Component(service = Listeners.class, immediate = true) // and stays when nobody uses it for a moment
public final class Listeners implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JettyThreads jetty = new JettyThreads();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Listener> listeners = new ArrayList<>();
    private final Duration patience;

    private final BooleanSupplier arrivals;
    /** Those that have gone by then are not told apart from those that never were. */
    private volatile boolean closing;

    /** Where all applications there will be are there. */
    public Listeners() {
        this(PATIENCE, () -> false);
    }

    @Activate
    public Listeners(@Reference Arrivals arrivals) {
        this(PATIENCE, arrivals);
    }

    /**
     * @param patience how long a door is kept open for a successor, and requests wait behind it
     * @param arrivals whether applications are on their way: what nobody takes is then answered with 503 and not with 404
     */
    public Listeners(Duration patience, BooleanSupplier arrivals) {
        this.patience = patience;
        this.arrivals = () -> closing || arrivals.getAsBoolean();
    }

    /**
     * Takes requests for a site from now on, or in the place of one of the same application that is kept open ({@link #hold}).
     *
     * @throws GyreException when the address cannot be bound or shared, naming it and who has it
     */
    public OpenSite open(Site site) {
        lock.lock();
        try {
            Optional<OpenSite> kept = listeners.stream().flatMap(l -> l.sites().all().stream()).filter(s -> s.isKeptFor(site)).findFirst();
            if (kept.isPresent()) {
                Optional<OpenSite> inPlace = replace(kept.get(), site);
                if (inPlace.isPresent()) {
                    kept.get().shut();
                    return inPlace.get();
                }
                close(kept.get());
            }
            Optional<Listener> shared = listeners.stream().filter(l -> l.isAt(site.listen())).findFirst();
            Listener listener = shared.orElseGet(() -> bind(site));
            try {
                if (!listener.tls().equals(site.tls())) {
                    throw new GyreException("applications \"" + site.application() + "\" and " + names(listener) + " cannot share " + site.listen()
                            + ": they have different certificates, or only some of them have one");
                }
                OpenSite open = new OpenSite(listener, site);
                listener.sites().add(open);
                listener.adjust();
                return open;
            } finally {
                if (listener.sites().isEmpty()) {
                    forget(listener).stop();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes requests for a site in the place of another, without a moment in which neither does: requests that have begun stay with
     * the old one, which is then to be closed.
     *
     * @return nothing when they do not have the same address and certificate, or the old one is closed; nothing has changed then
     * @throws GyreException as {@link #open}; nothing has changed then
     */
    public Optional<OpenSite> replace(OpenSite old, Site next) {
        lock.lock();
        try {
            Listener listener = old.listener();
            boolean sameDoor = old.site().listen().equals(next.listen()) || listener.isAt(next.listen());
            if (!sameDoor || !listener.tls().equals(next.tls()) || !listener.sites().all().contains(old)) {
                return Optional.empty();
            }
            OpenSite open = new OpenSite(listener, next);
            listener.sites().replace(old, open);
            listener.adjust();
            return Optional.of(open);
        } finally {
            lock.unlock();
        }
    }

    private Listener bind(Site site) {
        try {
            Listener bound = Listener.start(jetty, arrivals, site);
            listeners.add(bound);
            return bound;
        } catch (GyreException e) {
            throw listeners.stream().filter(l -> l.port() == site.listen().port()).findFirst()
                    .map(l -> new GyreException(e.getMessage() + " (" + names(l) + (l.sites().all().size() == 1 ? " has" : " have") + " this port on another address of this machine)", e)).orElse(e);
        }
    }

    private static String names(Listener listener) {
        return listener.sites().all().stream().map(s -> '"' + s.site().application() + '"').collect(Collectors.joining(", "));
    }

    private Listener forget(Listener listener) {
        listeners.remove(listener);
        listener.shutDoor();
        return listener;
    }

    /**
     * Keeps the door of a site open although nobody answers there, because whoever did is being replaced: new requests wait for a
     * successor ({@link #open}), bounded, as do those that are given back ({@link RequestHandler#giveBack}), and connections stay. Blocks until
     * the running ones have ended, as {@link #close} does.
     * When no successor comes the site is closed.
     */
    public void hold(OpenSite site) {
        long end = endOfDrain(site);
        lock.lock();
        try {
            if (site.listener().sites().all().contains(site)) {
                OpenSite kept = OpenSite.keeping(site);
                site.listener().sites().replace(site, kept);
                Thread.ofVirtual().name("gyre-listener-kept").start(() -> closeUnlessFollowed(kept));
            }
        } finally {
            lock.unlock();
        }
        site.shut();
        site.site().requests().giveBack();
        site.drain(end);
    }

    private void closeUnlessFollowed(OpenSite kept) {
        if (!kept.awaitShut(patience)) {
            close(kept);
        }
    }

    /** Takes no more requests for a site, lets running ones end within its drain limit and then interrupts them. */
    public void close(OpenSite site) {
        long end = endOfDrain(site);
        Optional<Listener> left = Optional.empty();
        lock.lock();
        try {
            Listener listener = site.listener();
            if (listener.sites().remove(site) && listener.sites().isEmpty()) {
                left = Optional.of(forget(listener));
            } else {
                listener.adjust();
            }
        } finally {
            lock.unlock();
        }
        site.shut(); // before the listener waits for requests that wait for this
        left.ifPresent(Listener::stop); // which waits for the same requests
        site.drain(end);
    }

    private static long endOfDrain(OpenSite site) {
        return System.nanoTime() + site.site().limits().drain().toNanos();
    }

    /** Closes every site that is still open, and ends the threads of all listeners. */
    @Override
    @Deactivate
    public void close() {
        closing = true;
        List<OpenSite> all;
        lock.lock();
        try {
            all = listeners.stream().flatMap(l -> l.sites().all().stream()).toList();
        } finally {
            lock.unlock();
        }
        all.forEach(this::close);
        jetty.close();
    }
}
