package dev.gyre.serve.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.serve.AppReference;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;

/** Keeps the container in line with the files of {@code apps/}, by looking at them and by changing them. {@link #look} is for one thread. */
final class AppServer implements ServedApps, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AppServer.class);
    /** How long to wait for the first state of all applications at most, and for the next of them to be done. */
    private static final Duration BEGIN = Duration.ofMinutes(5);
    static final Duration NEXT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(10);
    /** How long an application waits until others are done with computing. */
    private static final Duration PLACE = Duration.ofSeconds(30);
    /** The launcher does not wait longer. */
    private static final Duration CLOSE = Duration.ofSeconds(22);

    private final AppFiles files;
    private final Services services;
    private final Deployer deployer;
    private final Past past;
    private final Duration next;
    private final Consumer<String> out;
    /** Never fewer: whoever is at work in one must not meet another of the same name. */
    private final Map<String, Slot> slots = new ConcurrentSkipListMap<>();
    private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors());
    /** Names of slots that are being brought in line. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    /** As they were when they were last followed. */
    private final Map<String, AppFiles.Stamp> followed = new HashMap<>();
    /** As they were at the last look: a file that is being written changes from one to the next. */
    private Map<String, AppFiles.Stamp> seen = Map.of();
    /** Files whose names no application can have, with the reason. */
    private volatile Map<String, String> strangers = Map.of();

    /** @param next how long, in the beginning, to wait for the next application to be done */
    AppServer(AppFiles files, Services services, Deployer deployer, Past past, Duration next, Consumer<String> out) {
        this.files = files;
        this.services = services;
        this.deployer = deployer;
        this.past = past;
        this.next = next;
        this.out = out;
    }

    /**
     * Follows all files there are. Blocks until each application serves, or it is known why not, bounded: of one that takes long nobody knows
     * whether it ever ends, and the others serve meanwhile.
     */
    void begin() {
        files.sweep();
        Comparator<String> order = past.order();
        seen = files.list().apps();
        past.keepOnly(seen.keySet());
        look(BEGIN, next);
        settle(order);
    }

    /** Of applications that cannot serve beside each other one was quicker; the one that comes first in the order is to serve. */
    private void settle(Comparator<String> order) {
        slots.values().stream().sorted(Comparator.comparing(Slot::name, order)).forEach(slot ->
                slot.holder().filter(h -> order.compare(slot.name(), h) < 0).map(slots::get).ifPresent(holder -> {
                    holder.giveWay(slot.name());
                    slot.follow();
                    holder.follow();
                }));
    }

    /** Follows the files that have changed and are no longer changing. Blocks until their applications serve, bounded. */
    void look() {
        look(LOOK, LOOK);
    }

    private void look(Duration patience, Duration forNext) {
        AppFiles.Listing listing = files.list();
        listing.strangers().forEach((name, why) -> {
            if (!strangers.containsKey(name)) {
                LOG.error("{}", why);
            }
        });
        strangers = listing.strangers();
        Map<String, AppFiles.Stamp> now = listing.apps();
        List<Slot> due = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(now.keySet());
        names.addAll(slots.keySet());
        for (String name : names) {
            Optional<AppFiles.Stamp> stamp = Optional.ofNullable(now.get(name));
            boolean changed = !stamp.equals(Optional.ofNullable(followed.get(name)));
            boolean settled = stamp.equals(Optional.ofNullable(seen.get(name)));
            if ((changed && settled || slot(name).isDue()) && busy.add(name)) {
                due.add(slot(name));
                stamp.ifPresentOrElse(s -> followed.put(name, s), () -> followed.remove(name));
            }
        }
        seen = now;
        // what is new takes nothing from what served before, neither now nor at a start
        Map<Boolean, List<Slot>> asBefore = due.stream().collect(Collectors.partitioningBy(Slot::isAsBefore));
        follow(asBefore.get(true), patience, forNext);
        follow(asBefore.get(false), patience, forNext);
    }

    /** A loader or a plug-in that hangs keeps its own application waiting and no other. */
    private void follow(List<Slot> due, Duration patience, Duration forNext) {
        CountDownLatch done = new CountDownLatch(due.size());
        due.forEach(slot -> Thread.ofPlatform().daemon().name("gyre-apps-" + slot.name()).start(() -> {
            boolean place = false;
            try {
                // Loading and compiling compute: with more threads than processors each would only take longer.
                place = places.tryAcquire(PLACE.toNanos(), TimeUnit.NANOSECONDS);
                slot.follow();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (place) {
                    places.release();
                }
                busy.remove(slot.name());
                done.countDown();
            }
        }));
        try {
            long end = System.nanoTime() + patience.toNanos();
            long before = Long.MAX_VALUE;
            while (done.getCount() < before && System.nanoTime() < end) {
                before = done.getCount();
                done.await(Math.min(forNext.toNanos(), end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Slot slot(String name) {
        return slots.computeIfAbsent(name, n -> new Slot(n, files, deployer, services, past, out));
    }

    @Override
    public List<ServedApp> apps() {
        return Stream.concat(slots.values().stream().filter(s -> !s.isEmpty() || busy.contains(s.name())).map(Slot::status),
                strangers.entrySet().stream().map(e -> new ServedApp(e.getKey(), "", Optional.empty(), Optional.of(e.getValue()), false)))
                .sorted(Comparator.comparing(ServedApp::name)).toList();
    }

    @Override
    public ServedApp deploy(Optional<String> name, AppReference reference) {
        name.ifPresent(AppFiles::checked);
        Deployer.Loaded loaded = deployer.load(AppText.write(reference), "the application's reference");
        try {
            return slot(AppFiles.checked(name.orElse(loaded.application().info().name()))).begin(loaded);
        } catch (GyreException e) {
            loaded.discard();
            throw e;
        }
    }

    @Override
    public ServedApp update(String name, Optional<String> from) {
        return slot(AppFiles.checked(name)).renew(from);
    }

    @Override
    public void undeploy(String name) {
        slot(AppFiles.checked(name)).end();
    }

    /** Serves nothing more in this process; the folder stays as it is. Blocks until running events have ended, bounded. */
    @Override
    public void close() {
        // most of it is waiting, so all at once
        ExecutorService pool = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("gyre-leave-", 1).factory());
        slots.values().forEach(slot -> pool.submit(slot::close));
        pool.shutdown();
        try {
            pool.awaitTermination(CLOSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
