package acme.websocket;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.gyre.api.runtime.EventSource;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.trigger.RunningTrigger;

/** One application: its paths, and the connections to them. Thread-safe; {@link #close} blocks. */
final class WebSocketApp implements RunningTrigger {
    /** What a client may take to answer a close after the running messages have ended. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final String name;
    private final WebSocketConfig config;
    private final Map<String, MessageHandler> handlers;
    private final Door door;
    private final Consumer<WebSocketApp> onClose;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private WebSocketApp(String name, WebSocketConfig config, Map<String, MessageHandler> handlers, Door door, Consumer<WebSocketApp> onClose) {
        this.name = name;
        this.config = config;
        this.handlers = handlers;
        this.door = door;
        this.onClose = onClose;
    }

    /**
     * Takes connections from now on.
     *
     * @param before  whose listener it takes over when it wants the same address
     * @param onClose told when it is closed
     * @throws dev.gyre.api.GyreException when a component has no handler or the address cannot be bound; the one before goes on then
     */
    static WebSocketApp start(WebSocketConfig config, ExecutionContext execution, Optional<WebSocketApp> before, Consumer<WebSocketApp> onClose) {
        Map<String, MessageHandler> handlers = new LinkedHashMap<>();
        config.components().forEach((path, component) -> handlers.put(path, new MessageHandler(execution, component)));
        Door door = before.map(b -> b.door).filter(d -> d.isAt(config)).orElseGet(() -> new Door(config));
        WebSocketApp app = new WebSocketApp(execution.application().info().name(), config, Map.copyOf(handlers), door, onClose);
        door.open(app);
        return app;
    }

    String name() {
        return name;
    }

    WebSocketConfig config() {
        return config;
    }

    Optional<MessageHandler> handler(String path) {
        return Optional.ofNullable(handlers.get(path));
    }

    boolean full() {
        return connections.size() >= config.connections();
    }

    void opened(Connection connection) {
        connections.add(connection);
        if (closed.get()) {
            connection.close(System.nanoTime(), Duration.ZERO); // it came while the others were being closed
        }
    }

    void left(Connection connection) {
        connections.remove(connection);
    }

    @Override
    public List<EventSource> sources() {
        return List.of(EventSource.listener(door.url(), config.components().entrySet().stream().map(e -> new EventSource.Route(e.getValue(), e.getKey())).toList()));
    }

    @Override
    public Duration closing() {
        return config.drain().plus(CLOSING);
    }

    /** Lets running messages end, says goodbye to every client (1001) and shuts the door, unless a successor stands in it. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        door.leave(this);
        long deadline = System.nanoTime() + config.drain().toNanos();
        List<Thread> threads = connections.stream().map(c -> Thread.startVirtualThread(() -> c.close(deadline, GOODBYE))).toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        door.shutIfEmpty();
        onClose.accept(this);
    }
}
