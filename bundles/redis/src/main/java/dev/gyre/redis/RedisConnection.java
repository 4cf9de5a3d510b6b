package dev.gyre.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.gyre.api.engine.HeapBudget;

/**
 * A connection to one server. An interrupt closes it. For one thread at a time, except that one may {@link #send} while
 * another is in {@link #receive}, and that {@link #close} may be called from any.
 */
public final class RedisConnection implements AutoCloseable {
    private final SocketChannel channel;
    private final ReplyReader replies;
    private final Deadlines deadlines;
    private final HeapBudget budget;
    private volatile boolean broken;

    private RedisConnection(SocketChannel channel, Limits limits, Deadlines deadlines) {
        this.channel = channel;
        this.deadlines = deadlines;
        budget = limits.budget();
        replies = new ReplyReader(channel, limits);
    }

    /**
     * How much heap replies may take.
     *
     * @param reply  bytes of one
     * @param budget of all together
     * @param skip   whether a string that is too large is left out ({@link Reply.Skipped}) instead of failing the connection
     */
    public record Limits(long reply, HeapBudget budget, boolean skip) {
        public Limits(long reply, HeapBudget budget) {
            this(reply, budget, false);
        }
    }

    /** A reply, which may be an error of the server's, and the heap it takes; closing it gives that back. */
    public record Answer(Reply reply, long taken, HeapBudget budget) implements AutoCloseable {
        @Override
        public void close() {
            budget.giveBack(taken);
        }
    }

    /**
     * Connects, makes sure that a Redis server answers before it hears anything a guest chose, logs in and selects the
     * database.
     *
     * @param checked  where the address leads; tried in order
     * @param deadline as {@link System#nanoTime}
     * @throws RedisFailure when that does not work
     */
    public static RedisConnection open(RedisAddress address, List<InetSocketAddress> checked, Limits limits, long deadline, Deadlines deadlines) {
        RedisConnection connection = new RedisConnection(connect(address, checked, deadline, deadlines), limits, deadlines);
        try {
            connection.expect("no redis server answers", List.of(bytes("PING")), RedisConnection::isOfRedis, deadline);
            if (address.password().isPresent()) {
                List<byte[]> login = new ArrayList<>(List.of(bytes("AUTH")));
                address.user().ifPresent(u -> login.add(bytes(u)));
                login.add(bytes(address.password().get()));
                connection.expect("the server refuses the login of the address", login, Reply.Status.class::isInstance, deadline);
            }
            if (address.database() != 0) {
                connection.expect("the server refuses the database of the address",
                        List.of(bytes("SELECT"), bytes(Integer.toString(address.database()))), Reply.Status.class::isInstance, deadline);
            }
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static SocketChannel connect(RedisAddress address, List<InetSocketAddress> checked, long deadline, Deadlines deadlines) {
        IOException last = null;
        for (InetSocketAddress one : checked) {
            SocketChannel channel = null;
            try {
                channel = SocketChannel.open();
                try (Deadlines.Guard guard = deadlines.closeAt(channel, deadline)) {
                    channel.connect(one);
                    channel.socket().setTcpNoDelay(true);
                    return channel;
                }
            } catch (IOException e) {
                if (channel != null) {
                    Deadlines.closeQuietly(channel);
                }
                last = e;
            }
            if (Thread.currentThread().isInterrupted() || System.nanoTime() >= deadline) {
                break;
            }
        }
        throw new RedisFailure("no connection to " + address + ": " + reason(last), last);
    }

    /** A server that wants a login first says so with an error. */
    private static boolean isOfRedis(Reply hello) {
        return hello instanceof Reply.Failure || hello.equals(new Reply.Status("PONG"));
    }

    private void expect(String otherwise, List<byte[]> command, Predicate<Reply> wanted, long deadline) {
        try (Answer answer = command(command, deadline)) {
            if (!wanted.test(answer.reply())) {
                throw new RedisFailure(otherwise);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Sends a command and reads its reply.
     *
     * @throws RedisFailure when there is no reply in time or none that means anything; the connection is then closed
     */
    public Answer command(List<byte[]> parts, long deadline) {
        try (Deadlines.Guard guard = deadlines.closeAt(channel, deadline)) {
            write(parts);
            return receive();
        }
    }

    /**
     * Sends a command whose reply somebody else receives.
     *
     * @param deadline as {@link System#nanoTime}
     * @throws RedisFailure when it cannot be sent in time; the connection is then closed
     */
    public void send(List<byte[]> parts, long deadline) {
        try (Deadlines.Guard guard = deadlines.closeAt(channel, deadline)) {
            write(parts);
        }
    }

    private void write(List<byte[]> parts) {
        try {
            ByteBuffer out = ByteBuffer.wrap(encode(parts));
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } catch (IOException e) {
            close();
            throw noReply(e);
        }
    }

    /**
     * Waits for what the server says next, for however long that takes.
     *
     * @throws RedisFailure when the connection ends, or what comes means nothing; the connection is then closed
     */
    public Answer receive() {
        boolean done = false;
        try {
            Reply reply = replies.read();
            done = true;
            return new Answer(reply, replies.detach(), budget);
        } catch (IOException e) {
            throw noReply(e);
        } finally {
            if (!done) {
                budget.giveBack(replies.detach());
                close();
            }
        }
    }

    private static RedisFailure noReply(IOException e) {
        return new RedisFailure("no reply from the server: " + reason(e), e);
    }

    /** A closed channel says by its kind who closed it, and nothing by its message. */
    private static String reason(IOException e) {
        return switch (e) {
            case null -> "no address";
            case java.nio.channels.ClosedByInterruptException interrupted -> "interrupted";
            case java.nio.channels.ClosedChannelException late -> "it took too long";
            default -> e.toString();
        };
    }

    private static byte[] encode(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("*" + parts.size() + "\r\n"));
        for (byte[] part : parts) {
            out.writeBytes(bytes("$" + part.length + "\r\n"));
            out.writeBytes(part);
            out.writeBytes(bytes("\r\n"));
        }
        return out.toByteArray();
    }

    /** Whether it is open and the server has said nothing unasked, not even goodbye. Does not block. */
    public boolean isQuiet() {
        if (broken || replies.hasUnread()) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return false;
        }
    }

    public boolean isOpen() {
        return !broken;
    }

    @Override
    public void close() {
        broken = true;
        Deadlines.closeQuietly(channel);
    }
}
