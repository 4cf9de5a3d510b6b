package dev.gyre.wasi.backend.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class PumpedSinkTest {
    /** Takes nothing until it is opened. */
    private static final class Gate extends OutputStream {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            asked.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            taken.write(source, offset, length);
        }
    }

    @Test
    void whileNobodyTakesAnythingTheGuestIsToldSo() throws Exception {
        Gate gate = new Gate();
        PumpedSink sink = new PumpedSink(gate);
        byte[] bytes = new byte[4 * OutputSink.LARGEST];
        new Random(1).nextBytes(bytes);
        sink.write(bytes, 0, 1);
        // From here on the pump waits with that byte, and what follows stays in the buffer.
        gate.asked.await();
        int given = 1;
        while (sink.budget() > 0) {
            int part = Math.min(sink.budget(), 10_000);
            sink.write(bytes, given, part);
            given += part;
        }
        assertEquals(1 + OutputSink.LARGEST, given);
        assertFalse(sink.ready());
        gate.open.countDown();
        assertTrue(Poll.await(sink, Long.MAX_VALUE));
        sink.writeAndFlush(bytes, given, bytes.length - given);
        sink.finish();
        assertArrayEquals(bytes, gate.taken.toByteArray());
    }

    @Test
    void nothingMoreIsTakenUntilAFlushIsDone() throws IOException {
        Gate gate = new Gate();
        PumpedSink sink = new PumpedSink(gate);
        sink.write(new byte[] {1}, 0, 1);
        sink.flush();
        assertEquals(0, sink.budget());
        gate.open.countDown();
        assertTrue(Poll.await(sink, Long.MAX_VALUE));
        assertEquals(OutputSink.LARGEST, sink.budget());
        sink.finish();
    }

    @Test
    void aFailureIsThrownByTheNextCall() throws IOException {
        Gate gate = new Gate();
        PumpedSink sink = new PumpedSink(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                gate.write(b);
                throw new IOException("gone");
            }
        });
        sink.write(new byte[] {1}, 0, 1);
        sink.flush();
        gate.open.countDown();
        assertTrue(Poll.await(sink, Long.MAX_VALUE));
        assertEquals("gone", assertThrows(IOException.class, sink::budget).getMessage());
        assertEquals("gone", assertThrows(IOException.class, sink::finish).getMessage());
    }

    /** A guest that echoes part by part never asks for a flush. */
    @Test
    void whatWasWrittenLeavesAlsoWhenNobodyFlushes() throws Exception {
        CountDownLatch flushed = new CountDownLatch(1);
        ByteArrayOutputStream taken = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                if (size() == 3) {
                    flushed.countDown();
                }
            }
        };
        PumpedSink sink = new PumpedSink(taken);
        sink.write(new byte[] {1, 2, 3}, 0, 3);
        assertTrue(flushed.await(60, TimeUnit.SECONDS));
        sink.write(new byte[] {4}, 0, 1);
        sink.finish();
        assertArrayEquals(new byte[] {1, 2, 3, 4}, taken.toByteArray());
    }

    @Test
    void whatWasTakenIsSentAfterItWasClosed() throws IOException {
        Gate gate = new Gate();
        PumpedSink sink = new PumpedSink(gate);
        sink.write(new byte[] {1, 2, 3}, 0, 3);
        sink.close();
        gate.open.countDown();
        sink.finish();
        assertArrayEquals(new byte[] {1, 2, 3}, gate.taken.toByteArray());
        assertThrows(IOException.class, () -> sink.write(new byte[] {4}, 0, 1));
    }
}
