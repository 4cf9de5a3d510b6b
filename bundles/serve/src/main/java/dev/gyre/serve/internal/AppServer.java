package dev.gyre.serve.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import dev.gyre.api.GyreException;
import dev.gyre.api.serve.AppReference;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;

/** Keeps the container in line with the files of {@code apps/}, by looking at them and by changing them. {@link #look} is for one thread. */
final class AppServer implements ServedApps, AutoCloseable {
    private final AppFiles files;
    private final Services services;
    private final Deployer deployer;
    private final Consumer<String> out;
    /** Never fewer: whoever is at work in one must not meet another of the same name. */
    private final Map<String, Slot> slots = new ConcurrentSkipListMap<>();
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

    /** Follows all files there are. Blocks until each application serves, or it is known why not. */
    void begin() {
        files.sweep();
        seen = files.list();
        look();
    }

    /** Follows the files that have changed and are no longer changing. Blocks until their applications serve. */
    void look() {
        Map<String, AppFiles.Stamp> now = files.list();
        List<Slot> due = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(now.keySet());
        names.addAll(slots.keySet());
        for (String name : names) {
            Optional<AppFiles.Stamp> stamp = Optional.ofNullable(now.get(name));
            boolean changed = !stamp.equals(Optional.ofNullable(followed.get(name)));
            boolean settled = stamp.equals(Optional.ofNullable(seen.get(name)));
            if (changed && settled || slot(name).isDue(services)) {
                due.add(slot(name));
                stamp.ifPresentOrElse(s -> followed.put(name, s), () -> followed.remove(name));
            }
        }
        seen = now;
        inParallel(due, slot -> slot.follow(services));
    }

    private Slot slot(String name) {
        return slots.computeIfAbsent(name, n -> new Slot(n, files, deployer, out));
    }

    /** Loading and compiling compute: with more threads than processors each would only take longer. */
    private static void inParallel(Collection<Slot> slots, Consumer<Slot> action) {
        if (slots.isEmpty()) {
            return;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(slots.size(), Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name("gyre-apps-", 1).factory())) {
            slots.forEach(slot -> pool.submit(() -> action.accept(slot)));
        }
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
        try (ExecutorService pool = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("gyre-leave-", 1).factory())) {
            slots.values().forEach(slot -> pool.submit(slot::close));
        }
    }
}
