package dev.gyre.serve.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.runtime.ConflictException;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.MissingException;
import dev.gyre.api.serve.ServedApp;

/** The place of one application, by its name. Changes wait for each other; looking does not wait. Thread-safe. */
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    /** Of a command with what goes on here. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);

    private final String name;
    private final AppFiles files;
    private final Deployer deployer;
    private final Services services;
    private final Past past;
    private final Consumer<String> out;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Serving> serving = Optional.empty();
    private volatile Optional<Failure> failure = Optional.empty();
    /** Files beside its own, as they were at the last try. */
    private volatile Beside tried = Beside.NONE;
    /** As they were at the last look: a file that is being written changes from one to the next. */
    private Beside seen = Beside.NONE;
    /** When to look whether the reference stands for something new. */
    private volatile long nextLook;

    /**
     * Why a text is not what serves, and when to try it again.
     *
     * @param holder  who has what it wants
     * @param changes {@link Services#changes} before it was tried
     */
    private record Failure(String text, String problem, boolean missing, Optional<String> holder, long changes, long nextTry, Duration pause) {
    }

    /** @param out takes lines for the operator */
    Slot(String name, AppFiles files, Deployer deployer, Services services, Past past, Consumer<String> out) {
        this.name = name;
        this.files = files;
        this.deployer = deployer;
        this.services = services;
        this.past = past;
        this.out = out;
    }

    String name() {
        return name;
    }

    ServedApp status() {
        Optional<Serving> now = serving;
        return new ServedApp(name, now.map(Serving::from).orElse(""), now.map(Serving::deployment), failure.map(Failure::problem), failure.filter(Failure::missing).isPresent());
    }

    /** Whether nothing serves here and nothing ought to. */
    boolean isEmpty() {
        return serving.isEmpty() && failure.isEmpty();
    }

    /** Whether what serves has lost its runtime to another or files beside its own have changed, or what failed may be tried again. For one thread. */
    boolean isDue() {
        return isBesideOther() || hasLostItsRuntime()
                || serving.filter(this::isToBeLookedAt).isPresent()
                || failure.filter(f -> f.changes != services.changes() || System.nanoTime() - f.nextTry >= 0).isPresent();
    }

    /** Whether its file says what it served by last. */
    boolean isAsBefore() {
        try {
            return past.text(name).filter(last -> files.read(name).filter(last::equals).isPresent()).isPresent();
        } catch (GyreException e) {
            return false;
        }
    }

    /** There is another one now. */
    private boolean hasLostItsRuntime() {
        return serving.filter(s -> services.runtime().filter(r -> !s.isIn(r)).isPresent()).isPresent();
    }

    private boolean isBesideOther() {
        Beside last = tried;
        Beside now = last.again();
        boolean settled = now.equals(seen);
        seen = now;
        return settled && !now.equals(last);
    }

    /** Brings it in line with its file, which may be gone. What is wrong is told and kept; what served goes on then. */
    void follow() {
        lock.lock();
        long changes = services.changes();
        try {
            if (hasLostItsRuntime()) {
                comeBack(changes);
            }
            Optional<String> text = files.read(name);
            if (text.isEmpty()) {
                leave();
            } else if (serving.filter(s -> s.text().equals(text.get()) && s.beside().equals(s.beside().again()) && services.runtime().filter(s::isIn).isPresent()).isEmpty()) {
                follow(text.get(), changes);
            } else if (isBehind(text.get(), changes)) {
                follow(text.get(), changes);
            }
        } catch (RuntimeException e) {
            failed("", e, changes);
            serveTheLast("");
        } finally {
            lock.unlock();
        }
    }

    private boolean isToBeLookedAt(Serving now) {
        return now.follow().isPresent() && System.nanoTime() - nextLook >= 0;
    }

    /** Whether what serves, of this very text, is not what the reference in it stands for now. */
    private boolean isBehind(String text, long changes) {
        Serving now = serving.orElseThrow();
        boolean again = failure.filter(f -> f.text.equals(text)).isPresent();
        if (now.follow().isEmpty() || !again && !isToBeLookedAt(now)) {
            failure = Optional.empty(); // back to what serves
            return false;
        }
        nextLook = System.nanoTime() + now.follow().get().toNanos();
        try {
            Optional<String> newest = deployer.version(text, files.display(name));
            if (newest.isPresent() && !newest.equals(now.version())) {
                return true;
            }
            failure = Optional.empty();
        } catch (GyreException e) {
            failed(text, e, changes);
        }
        return false;
    }

    private void follow(String text, long changes) {
        tried = deployer.beside(text, files.display(name));
        try {
            become(deployer.serve(name, deployer.load(text, files.display(name)), serving));
        } catch (RuntimeException e) {
            failed(text, e, changes);
            serveTheLast(text);
        }
    }

    /** What was loaded serves on in another runtime, whatever has become of where it came from. */
    private void comeBack(long changes) {
        Serving lost = serving.orElseThrow();
        try {
            become(deployer.again(name, lost));
        } catch (RuntimeException e) {
            serving = Optional.empty();
            ServerFolder.remove(lost.staging());
            failed(lost.text(), e, changes);
        }
    }

    /** After a start what served before it goes on, as it would have without. */
    private void serveTheLast(String refused) {
        Optional<String> last = serving.isPresent() ? Optional.empty() : past.text(name).filter(t -> !t.equals(refused));
        try {
            last.ifPresent(text -> {
                serves(deployer.serve(name, deployer.load(text, "what served last of " + files.display(name)), Optional.empty()));
                LOG.warn("{}: what served last goes on", files.display(name));
            });
        } catch (RuntimeException e) {
            LOG.warn("{}: nor is what served last: {}", files.display(name), e.getMessage());
        }
    }

    private void become(Serving next) {
        tried = next.beside();
        failure = Optional.empty();
        serves(next);
    }

    private void serves(Serving next) {
        serving = Optional.of(next);
        past.begins(name, next.text());
        services.changed(); // others may want what the version before had
        nextLook = System.nanoTime() + next.follow().map(Duration::toNanos).orElse(0L);
        Deployment deployment = next.deployment();
        String what = deployment.state() == Deployment.State.WAITING ? "waits for " + String.join("; ", deployment.waitingFor())
                : String.join(" ", deployment.addresses());
        out.accept(name + " " + deployment.application().info().version() + ": " + (what.isEmpty() ? "runs" : what));
    }

    private void failed(String text, RuntimeException e, long changes) {
        String problem = e instanceof GyreException ? e.getMessage() : e.toString();
        Optional<Failure> before = failure.filter(f -> f.text.equals(text));
        if (before.filter(f -> f.problem.equals(problem)).isEmpty()) {
            LOG.error("{} is not served as it is now{}: {}", files.display(name), serving.isPresent() ? ", and what served before goes on" : "", problem,
                    e instanceof GyreException ? null : e);
        }
        // something else may be in its way now: no reason to be patient
        Optional<Duration> waited = before.filter(f -> f.changes == changes).map(Failure::pause);
        Duration pause = waited.map(p -> p.multipliedBy(2)).filter(p -> p.compareTo(LAST_RETRY) < 0).orElse(waited.isPresent() ? LAST_RETRY : FIRST_RETRY);
        Optional<String> holder = e instanceof ConflictException c ? Optional.of(c.holder()) : Optional.empty();
        failure = Optional.of(new Failure(text, problem, e instanceof MissingException, holder, changes, System.nanoTime() + pause.toNanos(), pause));
    }

    /** Who has what this application wants, while nothing of it serves. */
    Optional<String> holder() {
        return serving.isPresent() ? Optional.empty() : failure.flatMap(Failure::holder);
    }

    /** Serves no more for now, since another one was here before; what its file says is to be followed again. */
    void giveWay(String to) {
        lock.lock();
        try {
            serving.ifPresent(s -> {
                serving = Optional.empty();
                s.close();
                past.leaves(name);
                out.accept(name + ": gives way to " + to);
            });
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        Optional<Serving> old = serving;
        serving = Optional.empty();
        tried = Beside.NONE;
        failure = Optional.empty();
        past.leaves(name);
        old.ifPresent(s -> {
            s.close();
            services.changed();
            out.accept(name + ": is served no more");
        });
    }

    /** For a command, whose user is told when what goes on here takes long. */
    private void acquire() {
        try {
            if (!lock.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new GyreException("\"" + name + "\" is still being deployed or closed; try again when 'gyre app list' shows that it is no longer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("interrupted", e);
        }
    }

    /**
     * Serves what is not in the folder yet, then puts it there.
     *
     * @throws GyreException when it cannot be, or there is an application here; nothing has changed then
     */
    ServedApp begin(Deployer.Loaded loaded) {
        acquire();
        try {
            if (serving.isPresent() || files.read(name).isPresent()) {
                loaded.discard();
                throw new GyreException("there is an application \"" + name + "\" already; 'gyre app update " + name
                        + "' renews it, --name gives this one another name");
            }
            Serving made = deployer.serve(name, loaded, Optional.empty());
            try {
                files.write(name, loaded.text());
            } catch (RuntimeException e) {
                made.close();
                throw e;
            }
            become(made);
            return status();
        } finally {
            lock.unlock();
        }
    }

    /** @throws GyreException when there is nothing here, or its newest state cannot be served; what served goes on then */
    ServedApp renew(Optional<String> from) {
        acquire();
        try {
            String text = files.read(name).orElseThrow(this::unknown);
            String next = from.map(f -> AppText.from(text, f)).orElse(text);
            Serving made = deployer.serve(name, deployer.load(next, files.display(name)), serving);
            become(made);
            if (!next.equals(text)) {
                write(text, next);
            }
            return status();
        } finally {
            lock.unlock();
        }
    }

    /** What serves and what is in the folder are the same in the end, whichever of the two texts it is. */
    private void write(String before, String next) {
        try {
            files.write(name, next);
        } catch (RuntimeException e) {
            become(deployer.serve(name, deployer.load(before, files.display(name)), serving));
            throw e;
        }
    }

    /** @throws GyreException when there is nothing here */
    void end() {
        acquire();
        try {
            if (serving.isEmpty() && files.read(name).isEmpty()) {
                throw unknown();
            }
            files.delete(name);
            leave();
        } finally {
            lock.unlock();
        }
    }

    private GyreException unknown() {
        return new GyreException("no application '" + name + "' is served from " + files.folder());
    }

    /** Serves it no more in this process; the folder stays as it is. */
    void close() {
        lock.lock();
        try {
            serving.ifPresent(Serving::close);
            serving = Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
