package dev.gyre.wasi.backend.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;

@Timeout(120)
class InputSourceTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(5);

    @Test
    void dataAndTheEndAreReadable() {
        InputSource source = new InputSource(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        assertTrue(Poll.await(source, 0));
        byte[] buffer = new byte[10];
        assertEquals(3, source.read(buffer, 0, 10));
        assertTrue(Poll.await(source, LONG), "an end that no one sees keeps a guest waiting for ever");
        assertEquals(0, source.read(buffer, 0, 10));
        assertTrue(Poll.await(source, 0));
    }

    @Test
    void silenceIsNotReadableUntilSomethingComes() throws Exception {
        PipedOutputStream sender = new PipedOutputStream();
        InputSource source = new InputSource(new PipedInputStream(sender));
        assertFalse(Poll.await(source, TimeUnit.MILLISECONDS.toNanos(20)));
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(50);
                sender.write("hello".getBytes());
                sender.flush();
                Thread.sleep(50);
                sender.write("!".getBytes());
                sender.close();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertTrue(Poll.await(source, LONG));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[3];
        for (int n; (n = source.read(buffer, 0, 3)) > 0;) {
            all.write(buffer, 0, n);
        }
        assertEquals("hello!", all.toString());
    }

    @Test
    void askingLosesNothing() {
        byte[] data = new byte[100_000];
        Random random = new Random(1);
        random.nextBytes(data);
        InputSource source = new InputSource(new ByteArrayInputStream(data) {
            @Override
            public synchronized int available() {
                return 0;
            }
        });
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[5000];
        for (int n; (n = source.read(buffer, 0, 1 + random.nextInt(buffer.length))) > 0;) {
            all.write(buffer, 0, n);
            if (random.nextBoolean()) {
                source.ready();
            }
        }
        assertArrayEquals(data, all.toByteArray());
    }

    @Test
    void aFailureIsReadable() {
        InputSource source = new InputSource(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        assertTrue(Poll.await(source, LONG));
        assertEquals(WasiError.PIPE, assertThrows(WasiException.class, () -> source.read(new byte[1], 0, 1)).error());
        assertEquals(WasiError.PIPE, assertThrows(WasiException.class, () -> source.read(new byte[1], 0, 1)).error());
    }

    @Test
    void anInterruptEndsTheWaitAndStays() throws Exception {
        InputSource source = new InputSource(new PipedInputStream(new PipedOutputStream()));
        Thread event = Thread.currentThread();
        for (Runnable wait : List.<Runnable>of(
                () -> Poll.await(source, LONG),
                () -> Poll.await(List.of(), LONG),
                () -> source.read(new byte[1], 0, 1))) {
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                event.interrupt();
            });
            assertEquals(WasiError.INTERRUPTED, assertThrows(WasiException.class, wait::run).error());
            assertTrue(Thread.interrupted());
        }
        source.close();
    }

    @Test
    void closingEndsTheReadAhead() throws Exception {
        PipedInputStream stream = new PipedInputStream(new PipedOutputStream());
        InputSource source = new InputSource(stream);
        assertFalse(source.ready());
        source.close();
        assertTrue(Poll.await(source, LONG));
    }
}
