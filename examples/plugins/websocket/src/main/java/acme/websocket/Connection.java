package acme.websocket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.runtime.UnavailableException;

/**
 * One WebSocket. Its messages are handled one after the other, each on a virtual thread; nothing more is read until the answer
 * to the last one is on its way, so a client that is faster than its guest, or does not read, is held up by TCP. Thread-safe.
 */
public final class Connection implements Session.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final String FAILED = "the message could not be handled";

    private final WebSocketApp app;
    private final MessageHandler handler;
    private final Map<String, String> environment;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CountDownLatch gone = new CountDownLatch(1);
    private Optional<Thread> running = Optional.empty();
    private boolean closing;
    private volatile Session session;

    Connection(WebSocketApp app, MessageHandler handler, Map<String, String> environment) {
        this.app = app;
        this.handler = handler;
        this.environment = environment;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        session.setMaxFrameSize(app.config().maxMessage());
        session.setMaxTextMessageSize(app.config().maxMessage());
        session.setMaxBinaryMessageSize(app.config().maxMessage());
        session.setIdleTimeout(app.config().idle());
        app.opened(this);
        session.demand();
    }

    @Override
    public void onWebSocketText(String text) {
        begin(new Message.Text(text));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        callback.succeed();
        begin(new Message.Binary(bytes));
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        app.left(this);
        gone.countDown();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("app \"{}\": a connection failed: {}", app.name(), cause.toString());
    }

    private void begin(Message message) {
        lock.lock();
        try {
            if (!closing) {
                Thread thread = Thread.ofVirtual().name("acme-websocket " + app.name() + "/" + handler.componentId()).inheritInheritableThreadLocals(false)
                        .unstarted(() -> run(message));
                running = Optional.of(thread);
                thread.start();
                return;
            }
        } finally {
            lock.unlock();
        }
        session.demand(); // it came too late; what is waited for is the client's goodbye
    }

    private void run(Message message) {
        try {
            handler.handle(message, environment).ifPresent(this::send);
        } catch (UnavailableException e) {
            failed(e.getMessage());
            refuse(StatusCode.TRY_AGAIN_LATER, "try again later");
        } catch (TrapException e) {
            if (e.firstReport()) {
                failed(e.getMessage());
            }
            refuse(StatusCode.SERVER_ERROR, FAILED);
        } catch (RuntimeException e) {
            failed(e instanceof GyreException ? e.getMessage() : e.toString());
            refuse(StatusCode.SERVER_ERROR, FAILED);
        } finally {
            end();
        }
    }

    private void failed(String why) {
        LOG.error("app \"{}\", component \"{}\": a message could not be handled: {}", app.name(), handler.componentId(), why);
    }

    /** Returns when the answer is on its way, or the connection is gone; its idle time bounds that. */
    private void send(Message answer) {
        try {
            Callback.Completable.with(sent -> {
                switch (answer) {
                    case Message.Text(String text) -> session.sendText(text, sent);
                    case Message.Binary(byte[] bytes) -> session.sendBinary(ByteBuffer.wrap(bytes), sent);
                }
            }).get();
        } catch (ExecutionException e) {
            LOG.debug("app \"{}\": a client is gone before its answer came: {}", app.name(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The client hears that it failed, and nothing of why. */
    private void refuse(int code, String reason) {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        session.close(code, reason, Callback.NOOP);
    }

    private void end() {
        lock.lock();
        try {
            running = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        session.demand();
    }

    /**
     * Takes no more messages, lets the running one end, and says that the server goes away (1001).
     *
     * @param deadline as {@link System#nanoTime}; what runs then is interrupted
     * @param goodbye  what the client may take to answer that
     */
    void close(long deadline, Duration goodbye) {
        awaitEnd(deadline);
        session.close(StatusCode.SHUTDOWN, "the server goes away", Callback.NOOP);
        try {
            if (!gone.await(goodbye.toMillis(), TimeUnit.MILLISECONDS)) {
                session.disconnect();
            }
        } catch (InterruptedException e) {
            session.disconnect();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd(long deadline) {
        lock.lock();
        try {
            closing = true;
            long left = deadline - System.nanoTime();
            while (running.isPresent() && left > 0) {
                left = changed.awaitNanos(left);
            }
            running.ifPresent(Thread::interrupt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
