package dev.gyre.wasi.backend.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import dev.gyre.wasi.backend.stream.Pollable;

/**
 * Receives on a thread of its own, from when the guest first asks: what came from those it listens to, up to a number of bytes. What comes after that waits
 * in the kernel. For the event's thread.
 */
final class Inbox implements Pollable {
    private static final int ROOM = 128 << 10;
    private static final int LARGEST = 1 << 16;
    /** What one takes beside its bytes. */
    private static final int OVERHEAD = 256;

    private final DatagramChannel channel;
    private final Predicate<InetSocketAddress> expected;
    private final Queue<Datagram> arrived = new ConcurrentLinkedQueue<>();
    private final Semaphore room = new Semaphore(ROOM);
    private volatile Optional<Thread> waiter = Optional.empty();
    private volatile Optional<IOException> failure = Optional.empty();
    private Optional<Thread> receiver = Optional.empty();

    Inbox(DatagramChannel channel, Predicate<InetSocketAddress> expected) {
        this.channel = channel;
        this.expected = expected;
    }

    @Override
    public boolean ready() {
        waiter = Optional.of(Thread.currentThread());
        start();
        return !arrived.isEmpty() || failure.isPresent();
    }

    /** @param most unsigned */
    List<Datagram> take(long most) throws SocketFailure {
        start();
        List<Datagram> out = new ArrayList<>();
        while (most < 0 || out.size() < most) {
            Datagram next = arrived.poll();
            if (next == null) {
                break;
            }
            room.release(cost(next));
            out.add(next);
        }
        if (out.isEmpty() && most != 0 && failure.isPresent()) {
            throw SocketError.of(failure.get()).failure();
        }
        return out;
    }

    void clear() {
        for (Datagram next = arrived.poll(); next != null; next = arrived.poll()) {
            room.release(cost(next));
        }
    }

    private static int cost(Datagram datagram) {
        return datagram.data().length + OVERHEAD;
    }

    private void start() {
        if (receiver.isEmpty()) {
            receiver = Optional.of(Thread.ofVirtual().name("gyre-datagrams").start(this::receive));
        }
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
        try {
            while (true) {
                buffer.clear();
                if (channel.receive(buffer) instanceof InetSocketAddress from && expected.test(from)) {
                    Datagram datagram = new Datagram(Arrays.copyOf(buffer.array(), buffer.position()), IpSocketAddress.of(from));
                    room.acquire(cost(datagram));
                    arrived.add(datagram);
                    waiter.ifPresent(LockSupport::unpark);
                }
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiter.ifPresent(LockSupport::unpark);
    }

    void close() {
        receiver.ifPresent(Thread::interrupt);
    }
}
