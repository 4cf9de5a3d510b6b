package dev.gyre.control;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The client's end of a connection to a container. Calls block. For one thread at a time, except {@link #close}. */
public final class Connection implements AutoCloseable {
    /** How long a container may take to greet. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SocketChannel channel;
    private final InputStream in;
    private final long pid;

    private Connection(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel), 16 << 10);
        String greeting = Protocol.readLine(in).orElseThrow(() -> new IOException("it closes the connection"));
        if (!greeting.startsWith(Protocol.GREETING)) {
            throw new IOException("it says \"" + greeting + "\", which this version of gyre does not understand");
        }
        this.pid = Long.parseLong(greeting.substring(Protocol.GREETING.length()).strip());
    }

    /** @throws java.net.ConnectException when the process at the other end is gone */
    public static Connection open(UnixDomainSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Thread timer = Thread.ofPlatform().daemon().name("gyre-connecting").start(() -> closeLate(channel));
        try {
            channel.connect(address);
            return new Connection(channel);
        } catch (AsynchronousCloseException e) {
            throw new IOException("it does not answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        } finally {
            timer.interrupt();
        }
    }

    private static void closeLate(SocketChannel channel) {
        try {
            Thread.sleep(PATIENCE);
            channel.close();
        } catch (InterruptedException | IOException e) {
            // it has answered, or is closed already
        }
    }

    /** The container's process. */
    public long pid() {
        return pid;
    }

    /**
     * Runs a command.
     *
     * @param command one line
     * @return its exit status
     */
    public int run(String command, OutputStream out, OutputStream err) throws IOException {
        Optional<IOException> unsent = send(command);
        while (true) {
            String head = Protocol.readLine(in).orElseThrow(() -> new IOException("the container closed the connection before the command ended", unsent.orElse(null)));
            if (head.startsWith(Protocol.OUT)) {
                copy(number(head, Protocol.OUT), out);
            } else if (head.startsWith(Protocol.ERR)) {
                out.flush();
                copy(number(head, Protocol.ERR), err);
            } else if (head.startsWith(Protocol.EXIT)) {
                out.flush();
                return number(head, Protocol.EXIT);
            }
        }
    }

    /** A container that closed the connection may have said why, which is still to be read. */
    private Optional<IOException> send(String command) {
        try {
            ByteBuffer line = ByteBuffer.wrap((command + '\n').getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static int number(String head, String word) throws IOException {
        try {
            int number = Integer.parseInt(head.substring(word.length()).strip());
            if (number >= 0 && number <= Protocol.MAX_CHUNK) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IOException("the container says \"" + head + "\", which is no line of the protocol");
    }

    private void copy(int length, OutputStream to) throws IOException {
        byte[] bytes = in.readNBytes(length);
        to.write(bytes);
        if (bytes.length < length) {
            throw new IOException("the connection ended in the middle of the output");
        }
        if (in.available() == 0) {
            to.flush();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
