package dev.gyre.itests.hammer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.gyre.itests.e2e.RedisClient;

/** Requests and messages that never pause while bundles come and go, and what became of them. Thread-safe; {@link #awaitAll} blocks. */
final class Events implements AutoCloseable {
    private static final Duration REQUEST = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** When something stands still: what all threads do is written down. */
    private static final Duration LONG = Duration.ofSeconds(20);
    /** How long a message may wait for its handler: longer than anything waits for a bundle. */
    private static final Duration HANDLED = Duration.ofSeconds(45);
    private static final int CONNECTIONS = 2;
    private static final String MESSAGES = "messages";
    private static final Map<String, String> PATHS = Map.of("/keep/http", "kept\n", "/wagi", "Hello from Gyre!\n", "/component", "Hello from a component!\n",
            "/plain/x", "Hello from Gyre!\n");

    private record Failure(Gap.Kind kind, String stream, long begin, long end, String what) {
    }

    /** @param back when the first event of each stream was handled that began after this did */
    private record Round(long began, Map<String, Long> back) {
        static Round begin() {
            return new Round(System.nanoTime(), new ConcurrentHashMap<>());
        }

        void handled(String stream, long begin) {
            if (begin > began) {
                back.putIfAbsent(stream, System.nanoTime());
            }
        }

        boolean lasted(Duration time) {
            return System.nanoTime() - began > time.toNanos();
        }
    }

    private record Message(int number, long published) {
        String key() {
            return "message-" + number;
        }
    }

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HammeredServer server;
    private final Map<String, AtomicLong> done = new ConcurrentHashMap<>();
    private volatile Round round = Round.begin();
    private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
    /** Published and not known to be handled, in that order. */
    private final CopyOnWriteArrayList<Message> unseen = new CopyOnWriteArrayList<>();
    private final AtomicInteger published = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean started;
    private volatile boolean ending;

    Events(HammeredServer server) {
        this.server = server;
        PATHS.forEach((path, body) -> {
            done.put(path, new AtomicLong());
            for (int i = 0; i < CONNECTIONS; i++) {
                threads.add(Thread.ofVirtual().start(() -> requests(path, body)));
            }
        });
        done.put(MESSAGES, new AtomicLong());
        threads.add(Thread.ofVirtual().start(this::publish));
        threads.add(Thread.ofVirtual().start(this::look));
    }

    private void requests(String path, String expected) {
        URI uri = server.http().resolve(path);
        while (!ending) {
            long begin = System.nanoTime();
            try {
                HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).timeout(REQUEST).build(), HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200 && response.body().equals(expected)) {
                    handled(path, begin);
                } else {
                    failed(Gap.Kind.HTTP, path, begin, path + ": " + response.statusCode() + " " + response.body().strip());
                    pause(20);
                }
            } catch (IOException e) {
                failed(Gap.Kind.HTTP, path, begin, path + ": " + e);
                pause(20);
            } catch (InterruptedException e) {
                return;
            }
            pause(2); // the machine is there for the steps, too
        }
    }

    private void publish() {
        while (!ending) {
            Message message = new Message(published.incrementAndGet(), System.nanoTime());
            String receivers = redis("PUBLISH", HammeredServer.CHANNEL, message.key());
            if (receivers.equals("0")) {
                failed(Gap.Kind.REDIS, MESSAGES, message.published, "nobody is subscribed for " + message.key());
            } else {
                unseen.add(message);
            }
            pause(25);
        }
    }

    /** Sees what the guests have left. */
    private void look() {
        while (!ending || !unseen.isEmpty()) {
            Message oldest = unseen.isEmpty() ? null : unseen.getFirst();
            if (oldest == null) {
                pause(5);
            } else if (isHandled(oldest)) {
                unseen.removeFirst();
                handled(MESSAGES, oldest.published);
            } else if (System.nanoTime() - oldest.published > HANDLED.toNanos() || isLost(oldest)) {
                unseen.removeFirst();
                failed(Gap.Kind.REDIS, MESSAGES, oldest.published, oldest.key() + " was not handled");
            } else {
                pause(10);
            }
        }
    }

    private boolean isHandled(Message message) {
        return redis("EXISTS", message.key()).equals("1");
    }

    /** They are handled in the order they were published in, so it is lost when a later one is there. */
    private boolean isLost(Message oldest) {
        for (int ahead = 1; ahead < unseen.size(); ahead *= 2) {
            if (isHandled(unseen.get(ahead))) {
                return !isHandled(oldest);
            }
        }
        return false;
    }

    private String redis(String... words) {
        try {
            return RedisClient.command(server.redis(), List.of(words)).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handled(String stream, long begin) {
        round.handled(stream, begin);
        done.get(stream).incrementAndGet();
    }

    private void failed(Gap.Kind kind, String stream, long begin, String what) {
        if (started) {
            failures.add(new Failure(kind, stream, begin, System.nanoTime(), what));
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until events of every stream that begin after this have been handled.
     *
     * @return when the first of each stream was
     */
    Map<String, Long> awaitAll(String what) throws IOException {
        Round now = Round.begin();
        round = now;
        boolean told = false;
        while (!now.back.keySet().containsAll(done.keySet())) {
            if (!told && now.lasted(LONG)) {
                told = true;
                System.out.println("hammer: after " + what + " only " + now.back.keySet() + " are served so far; what the threads do: " + Threads.dump());
            }
            if (now.lasted(PATIENCE)) {
                throw new AssertionError("after " + what + " not everything is served any more, only " + now.back.keySet() + ": " + this + "; " + lastFailures());
            }
            pause(5);
        }
        started = true;
        return Map.copyOf(now.back);
    }

    private List<String> lastFailures() {
        List<String> all = failures.stream().map(Failure::what).toList();
        return all.subList(Math.max(0, all.size() - 5), all.size());
    }

    /** What failed outside of the times in which it might. */
    List<String> failures(List<Gap> gaps) {
        return failures.stream().filter(f -> gaps.stream().noneMatch(g -> g.excuses(f.kind, f.stream, f.begin, f.end)))
                .map(f -> Steps.time(f.begin) + " to " + Steps.time(f.end) + " " + f.what).limit(20).toList();
    }

    /** Ends all, once what was begun is over. */
    void end() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() throws InterruptedException {
        end();
        client.close();
    }

    @Override
    public String toString() {
        return done + ", failed in all " + failures.size();
    }
}
