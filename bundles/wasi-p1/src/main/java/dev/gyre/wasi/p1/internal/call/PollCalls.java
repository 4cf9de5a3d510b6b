package dev.gyre.wasi.p1.internal.call;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.Poll;
import dev.gyre.wasi.p1.internal.WasiEvent;
import dev.gyre.wasi.p1.internal.abi.Abi;
import dev.gyre.wasi.p1.internal.abi.Errno;
import dev.gyre.wasi.p1.internal.abi.ErrnoException;
import dev.gyre.wasi.p1.internal.abi.Rights;
import dev.gyre.wasi.p1.internal.fd.Descriptor;
import dev.gyre.wasi.p1.internal.fd.FileDescriptor;
import dev.gyre.wasi.p1.internal.fd.FolderDescriptor;
import dev.gyre.wasi.p1.internal.fd.InputDescriptor;
import dev.gyre.wasi.p1.internal.fd.OutputDescriptor;

/** {@code poll_oneoff}. */
final class PollCalls {
    /** More than a guest can have descriptors, and timers besides. */
    private static final int MAX_SUBSCRIPTIONS = 4096;

    private PollCalls() {
    }

    static void register(FunctionTable table) {
        Abi abi = table.abi();
        table.add("poll_oneoff", "iiii", call -> poll(call, abi));
    }

    private static Errno poll(Call call, Abi abi) {
        int count = call.i32(2);
        if (count <= 0 || count > MAX_SUBSCRIPTIONS) {
            return Errno.INVAL;
        }
        int in = call.place(0, count * abi.subscriptionBytes());
        int out = call.place(1, count * Abi.EVENT_BYTES);
        int result = call.place(3, 4);
        // All of them first: the guest may have its events written over its subscriptions.
        List<Subscription> subscriptions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            subscriptions.add(Subscription.read(call.memory(), in + i * abi.subscriptionBytes(), abi, call.event().clocks()));
        }
        List<Event> events = await(subscriptions, call.event());
        ByteBuffer bytes = ByteBuffer.allocate(events.size() * Abi.EVENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Event event : events) {
            event.put(bytes);
        }
        call.memory().write(out, bytes.array());
        call.memory().writeInt(result, events.size());
        return Errno.SUCCESS;
    }

    /** At least one event. */
    private static List<Event> await(List<Subscription> subscriptions, WasiEvent event) {
        List<Event> now = happened(subscriptions, event, 0);
        if (!now.isEmpty()) {
            return now;
        }
        List<InputSource> sources = new ArrayList<>();
        long nanos = Math.max(0, event.remainingNanos());
        for (Subscription s : subscriptions) {
            if (s instanceof Subscription.Timer timer) {
                nanos = Math.min(nanos, timer.nanos());
            } else if (s instanceof Subscription.Ready ready && event.descriptors().get(ready.fd()) instanceof InputDescriptor input) {
                sources.add(input.source());
            }
        }
        long start = System.nanoTime();
        Poll.await(sources, nanos);
        List<Event> later = happened(subscriptions, event, System.nanoTime() - start);
        if (later.isEmpty()) {
            // Whoever measures the event's time is about to stop the guest, which is not to go on meanwhile.
            throw new TrapException(TrapKind.DEADLINE, "the event's time was up while the guest waited");
        }
        return later;
    }

    private static List<Event> happened(List<Subscription> subscriptions, WasiEvent event, long waited) {
        List<Event> events = new ArrayList<>();
        for (Subscription s : subscriptions) {
            switch (s) {
                case Subscription.Bad bad -> events.add(new Event(s, bad.errno(), 0));
                case Subscription.Timer timer -> {
                    if (timer.nanos() <= waited) {
                        events.add(new Event(s, Errno.SUCCESS, 0));
                    }
                }
                case Subscription.Ready ready -> {
                    long bytes;
                    try {
                        bytes = bytes(ready, event);
                    } catch (ErrnoException e) {
                        events.add(new Event(s, e.errno(), 0));
                        continue;
                    } catch (WasiException e) {
                        events.add(new Event(s, Errno.of(e.error()), 0));
                        continue;
                    }
                    if (bytes > 0) {
                        events.add(new Event(s, Errno.SUCCESS, bytes));
                    }
                }
            }
        }
        return events;
    }

    /** How many bytes can be moved at once, at least 1 if it would not block; 0 if it would. Files never block. */
    private static long bytes(Subscription.Ready ready, WasiEvent event) {
        Descriptor descriptor = event.descriptors().get(ready.fd());
        boolean read = ready.type() == Subscription.FD_READ;
        descriptor.require(Rights.POLL_FD_READWRITE | (read ? Rights.FD_READ : Rights.FD_WRITE));
        return switch (descriptor) {
            case FileDescriptor file -> Math.max(1, read ? file.remaining() : WasiEvent.CHUNK);
            case OutputDescriptor _ -> WasiEvent.CHUNK;
            case InputDescriptor input -> input.source().ready() ? Math.max(1, input.source().available()) : 0;
            case FolderDescriptor _ -> throw Errno.BADF.exception();
        };
    }

    /** {@code event} of both snapshots. */
    private record Event(Subscription of, Errno errno, long bytes) {
        void put(ByteBuffer out) {
            out.putLong(of.userdata()).putShort((short) errno.number()).put((byte) of.type()).position(out.position() + 5);
            out.putLong(bytes).putLong(0);
        }
    }
}
