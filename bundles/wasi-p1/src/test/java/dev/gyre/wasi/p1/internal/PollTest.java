package dev.gyre.wasi.p1.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

@Timeout(120)
class PollTest {
    private static final int IN = 10_000;
    private static final int OUT = 20_000;
    private static final int BYTES = 48;
    private static final long LONG = TimeUnit.MINUTES.toNanos(5);

    private OutputStream sender;
    private Calls calls;
    private int count;

    @BeforeEach
    void prepare() throws IOException {
        open();
    }

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void aTimerIsWaitedFor() {
        timer(1, 30_000_000, false);
        timer(1, LONG, false);
        long start = System.nanoTime();
        assertEquals(List.of("0 clock 0"), poll());
        assertTrue(System.nanoTime() - start >= 30_000_000);
    }

    @Test
    void absoluteTimersAreMeasuredOnTheirOwnClock() {
        long start = System.nanoTime();
        timer(0, System.currentTimeMillis() * 1_000_000 + 50_000_000, true);
        assertEquals(List.of("0 clock 0"), poll());
        assertTrue(System.nanoTime() - start >= 20_000_000);
        timer(0, 1, true);
        timer(1, 1, true);
        timer(1, LONG, true);
        timer(0, -1, true);
        timer(1, -1, false);
        assertEquals(List.of("0 clock 0", "1 clock 0"), poll());
    }

    @Test
    void clocksThatCannotBeWaitedForAreErrorsOfTheirOwn() {
        timer(2, 1, false);
        timer(9, 1, false);
        timer(1, LONG, false);
        assertEquals(List.of("0 clock " + Calls.INVAL, "1 clock " + Calls.INVAL), poll());
    }

    @Test
    void inputIsWaitedFor() throws Exception {
        descriptor(0, false);
        timer(1, LONG, false);
        sendLater("hello");
        assertEquals(List.of("0 read 0"), poll());
        calls.buffer(3000, 4000, 100);
        assertEquals(0, calls.call("fd_read", 0, 3000, 1, Calls.RESULT));
        assertEquals("hello", calls.memory.readString(4000, calls.memory.readInt(Calls.RESULT)));
        descriptor(0, false);
        timer(1, 10_000_000, false);
        assertEquals(List.of("1 clock 0"), poll());
        sender.close();
        descriptor(0, false);
        timer(1, LONG, false);
        assertEquals(List.of("0 read 0"), poll());
        assertEquals(0, calls.call("fd_read", 0, 3000, 1, Calls.RESULT));
        assertEquals(0, calls.memory.readInt(Calls.RESULT));
    }

    @Test
    void inputThatMustNotBlockSaysSo() throws Exception {
        calls.buffer(3000, 4000, 100);
        assertEquals(0, calls.call("fd_fdstat_set_flags", 0, 4));
        assertEquals(6, calls.call("fd_read", 0, 3000, 1, Calls.RESULT));
        sender.write('x');
        sender.flush();
        descriptor(0, false);
        assertEquals(List.of("0 read 0"), poll());
        assertEquals(0, calls.call("fd_read", 0, 3000, 1, Calls.RESULT));
        assertEquals(1, calls.memory.readInt(Calls.RESULT));
    }

    @Test
    void outputIsAlwaysReadyAndWhatIsNotOpenIsAnErrorOfItsOwn() {
        timer(1, LONG, false);
        descriptor(1, true);
        descriptor(99, true);
        descriptor(1, false);
        descriptor(0, true);
        assertEquals(List.of("1 write 0", "2 write " + Calls.BADF, "3 read " + Calls.NOTCAPABLE, "4 write " + Calls.NOTCAPABLE), poll());
    }

    @Test
    void anInterruptEndsEveryWait() throws IOException {
        for (Runnable wait : List.<Runnable>of(
                () -> {
                    timer(1, LONG, false);
                    poll();
                },
                () -> {
                    descriptor(0, false);
                    poll();
                },
                () -> {
                    calls.buffer(3000, 4000, 100);
                    calls.call("fd_read", 0, 3000, 1, Calls.RESULT);
                })) {
            calls.close();
            open();
            count = 0;
            Calls running = calls;
            Thread.ofVirtual().start(() -> {
                sleep(50);
                running.instance.store.interrupt(TrapKind.DEADLINE);
            });
            long start = System.nanoTime();
            assertEquals(TrapKind.DEADLINE, assertThrows(TrapException.class, wait::run).kind());
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60));
            Thread.interrupted();
        }
    }

    @Test
    void aWaitLongerThanTheEventEndsIt() {
        timer(1, LONG, false);
        for (long left : new long[] {20_000_000, -1}) {
            calls.guest.remainingNanos = left;
            assertEquals(TrapKind.DEADLINE, assertThrows(TrapException.class, () -> calls.call("poll_oneoff", IN, OUT, 1, Calls.RESULT)).kind());
        }
    }

    @Test
    void eventsMayOverwriteTheirSubscriptions() {
        for (int i = 0; i < 100; i++) {
            descriptor(1, true);
        }
        assertEquals(0, calls.call("poll_oneoff", IN, IN, 100, Calls.RESULT));
        assertEquals(100, calls.memory.readInt(Calls.RESULT));
        for (int i = 0; i < 100; i++) {
            assertEquals(i, calls.memory.readLong(IN + i * 32));
            assertEquals(2, calls.memory.readInt(IN + i * 32 + 8) >> 16);
        }
    }

    private void open() throws IOException {
        Pipe pipe = Pipe.open();
        sender = Channels.newOutputStream(pipe.sink());
        calls = new Calls("calls-preview1", g -> g.stdin = Channels.newInputStream(pipe.source()));
    }

    private void timer(int clock, long timeout, boolean absolute) {
        int at = next(0);
        calls.memory.writeInt(at + 16, clock);
        calls.memory.writeLong(at + 24, timeout);
        calls.memory.writeShort(at + 40, (short) (absolute ? 1 : 0));
    }

    private void descriptor(int fd, boolean write) {
        calls.memory.writeInt(next(write ? 2 : 1) + 16, fd);
    }

    private int next(int type) {
        int at = IN + count * BYTES;
        calls.memory.fill(at, BYTES, (byte) 0);
        calls.memory.writeLong(at, count++);
        calls.memory.writeByte(at + 8, (byte) type);
        return at;
    }

    /** What happened, as user data, kind and error; forgets the subscriptions. */
    private List<String> poll() {
        assertEquals(0, calls.call("poll_oneoff", IN, OUT, count, Calls.RESULT));
        count = 0;
        List<String> events = new ArrayList<>();
        for (int i = 0; i < calls.memory.readInt(Calls.RESULT); i++) {
            int at = OUT + i * 32;
            events.add(calls.memory.readLong(at) + " " + List.of("clock", "read", "write").get(calls.memory.readByte(at + 10)) + " "
                    + calls.memory.readShort(at + 8));
        }
        return events;
    }

    private void sendLater(String text) {
        Thread.ofVirtual().start(() -> {
            sleep(30);
            try {
                sender.write(text.getBytes());
                sender.flush();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
