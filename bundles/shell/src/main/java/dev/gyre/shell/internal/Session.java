package dev.gyre.shell.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.control.Protocol;

/**
 * One client: reads its commands and runs them, one after another, in the calling thread. {@link #isOverdue} and {@link #close}
 * are for any thread.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final SocketChannel channel;
    private final Framed framed;
    private final Interpreter.Factory interpreters;
    private volatile long readingSince = Framed.IDLE;

    Session(SocketChannel channel, Interpreter.Factory interpreters) {
        this.channel = channel;
        this.framed = new Framed(Channels.newOutputStream(channel));
        this.interpreters = interpreters;
    }

    /** Blocks until the client goes. */
    void run() {
        try (channel) {
            framed.line(Protocol.GREETING + ProcessHandle.current().pid());
            commands(new BufferedInputStream(Channels.newInputStream(channel)));
        } catch (IOException e) {
            LOG.debug("a session of the shell ended: {}", e.toString());
        }
    }

    /** Tells the client why it is not served, as far as it listens. */
    void refuse(String message, int status) {
        try (channel) {
            framed.line(Protocol.GREETING + ProcessHandle.current().pid());
            answer(message, status);
        } catch (IOException e) {
            LOG.debug("a client of the shell could not be told \"{}\": {}", message, e.toString());
        }
    }

    private void answer(String message, int status) throws IOException {
        OutputStream err = framed.stream(Protocol.ERR);
        err.write(("Error: " + message + '\n').getBytes(StandardCharsets.UTF_8));
        err.flush();
        framed.line(Protocol.EXIT + status);
    }

    private void commands(InputStream in) throws IOException {
        OutputStream out = framed.stream(Protocol.OUT);
        OutputStream err = framed.stream(Protocol.ERR);
        Interpreter interpreter = null;
        try {
            for (Optional<String> line = read(in); line.isPresent(); line = read(in)) {
                int status = 0;
                if (!line.get().isBlank()) {
                    interpreter = interpreter == null ? interpreters.open(out, err) : interpreter;
                    status = interpreter.run(line.get());
                }
                out.flush();
                err.flush();
                framed.line(Protocol.EXIT + status);
            }
        } catch (Protocol.LineTooLongException e) {
            answer("a command is longer than " + Protocol.MAX_LINE + " bytes", Protocol.USAGE);
        } catch (GyreException e) {
            answer(e.getMessage(), Protocol.FAILED);
        } finally {
            if (interpreter != null) {
                interpreter.close();
            }
        }
    }

    private Optional<String> read(InputStream in) throws IOException {
        readingSince = System.nanoTime() & Long.MAX_VALUE;
        try {
            return Protocol.readLine(in);
        } finally {
            readingSince = Framed.IDLE;
        }
    }

    /**
     * Has the client kept us waiting for too long?
     *
     * @param idle for its next command
     * @param stuck for taking output
     */
    boolean isOverdue(Duration idle, Duration stuck) {
        long now = System.nanoTime() & Long.MAX_VALUE;
        return since(readingSince, now) > idle.toNanos() || since(framed.writingSince(), now) > stuck.toNanos();
    }

    private static long since(long begin, long now) {
        return begin == Framed.IDLE ? 0 : now - begin;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
