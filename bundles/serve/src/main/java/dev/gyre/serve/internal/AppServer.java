package dev.gyre.serve.internal;

import java.time.Duration;
import java.util.ArrayList;
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

import dev.gyre.api.GyreException;
import dev.gyre.api.serve.AppReference;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;

/** Keeps the container in line with the files of {@code apps/}, by looking at them and by changing them. {@link #look} is for one thread. */
final class AppServer implements ServedApps, AutoCloseable {
    /** How long to wait for the first state of all applications. */
    private static final Duration BEGIN = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(10);
    /** How long an application waits until others are done with computing. */
    private static final Duration PLACE = Duration.ofSeconds(30);
    /** The launcher does not wait longer. */
    private static final Duration CLOSE = Duration.ofSeconds(22);

    private final AppFiles files;
    private final Services services;
    private final Deployer deployer;
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

    AppServer(AppFiles files, Services services, Deployer deployer, Consumer<String> out) {
        this.files = files;
        this.services = services;
        this.deployer = deployer;
        this.out = out;
    }

    /** Follows all files there are. Blocks until each application serves, or it is known why not, bounded. */
    void begin() {
        files.sweep();
        seen = files.list();
        look(BEGIN);
    }

    /** Follows the files that have changed and are no longer changing. Blocks until their applications serve, bounded. */
    void look() {
        look(LOOK);
    }

    private void look(Duration patience) {
        Map<String, AppFiles.Stamp> now = files.list();
        List<Slot> due = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(now.keySet());
        names.addAll(slots.keySet());
        for (String name : names) {
            Optional<AppFiles.Stamp> stamp = Optional.ofNullable(now.get(name));
            boolean changed = !stamp.equals(Optional.ofNullable(followed.get(name)));
            boolean settled = stamp.equals(Optional.ofNullable(seen.get(name)));
            if ((changed && settled || slot(name).isDue(services)) && busy.add(name)) {
                due.add(slot(name));
                stamp.ifPresentOrElse(s -> followed.put(name, s), () -> followed.remove(name));
            }
        }
        seen = now;
        follow(due, patience);
    }

    /** A loader or a plug-in that hangs keeps its own application waiting and no other. */
    private void follow(List<Slot> due, Duration patience) {
        CountDownLatch done = new CountDownLatch(due.size());
        due.forEach(slot -> Thread.ofPlatform().daemon().name("gyre-apps-" + slot.name()).start(() -> {
            boolean place = false;
            try {
                // Loading and compiling compute: with more threads than processors each would only take longer.
                place = places.tryAcquire(PLACE.toNanos(), TimeUnit.NANOSECONDS);
                slot.follow(services);
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
            done.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Slot slot(String name) {
        return slots.computeIfAbsent(name, n -> new Slot(n, files, deployer, out));
    }

    @Override
    public List<ServedApp> apps() {
        return slots.values().stream().filter(s -> !s.isEmpty()).map(Slot::status).toList();
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
