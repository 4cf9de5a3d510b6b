package dev.gyre.wasi.p2.internal.io;

import java.io.IOException;
import java.util.Arrays;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.OutputSink;
import dev.gyre.wasi.backend.stream.Poll;
import dev.gyre.wasi.backend.stream.Pollable;

/** {@code wasi:io/streams}: what guests do with the streams of the back end. */
@WitResource(name = "input-stream", type = InputSource.class)
@WitResource(name = "output-stream", type = OutputSink.class)
public class Streams {
    private static final byte[] NOTHING = {};
    /** What {@code blocking-write-and-flush} takes. */
    private static final int LARGEST_BLOCKING = 4096;

    public byte[] inputStreamRead(InputSource self, long len) throws StreamFailure {
        return self.ready() ? inputStreamBlockingRead(self, len) : NOTHING;
    }

    public byte[] inputStreamBlockingRead(InputSource self, long len) throws StreamFailure {
        if (len == 0) {
            return NOTHING;
        }
        byte[] bytes = new byte[atMost(len)];
        int count = read(self, bytes);
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }

    public long inputStreamSkip(InputSource self, long len) throws StreamFailure {
        return inputStreamRead(self, len).length;
    }

    public long inputStreamBlockingSkip(InputSource self, long len) throws StreamFailure {
        return inputStreamBlockingRead(self, len).length;
    }

    public Pollable inputStreamSubscribe(InputSource self) {
        return self.subscribe();
    }

    private static int read(InputSource self, byte[] target) throws StreamFailure {
        int count;
        try {
            count = self.readOrEnd(target, 0, target.length);
        } catch (WasiException e) {
            throw StreamFailure.of(e);
        }
        if (count < 0) {
            throw StreamFailure.closed();
        }
        return count;
    }

    /** @param len unsigned */
    private static int atMost(long len) {
        return len < 0 ? OutputSink.LARGEST : (int) Math.min(len, OutputSink.LARGEST);
    }

    public long outputStreamCheckWrite(OutputSink self) throws StreamFailure {
        return writing(self::budget);
    }

    public void outputStreamWrite(OutputSink self, byte[] contents) throws StreamFailure {
        writing(() -> {
            int budget = self.budget();
            if (contents.length > budget) {
                throw new TrapException(TrapKind.ABI_VIOLATION, "write of " + contents.length + " bytes, where check-write allows " + budget);
            }
            self.write(contents, 0, contents.length);
            return 0;
        });
    }

    public void outputStreamBlockingWriteAndFlush(OutputSink self, byte[] contents) throws StreamFailure {
        if (contents.length > LARGEST_BLOCKING) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "blocking-write-and-flush of " + contents.length + " bytes, where "
                    + LARGEST_BLOCKING + " are allowed");
        }
        writing(() -> {
            self.writeAndFlush(contents, 0, contents.length);
            return 0;
        });
    }

    public void outputStreamFlush(OutputSink self) throws StreamFailure {
        writing(() -> {
            self.flush();
            return 0;
        });
    }

    public void outputStreamBlockingFlush(OutputSink self) throws StreamFailure {
        writing(() -> {
            self.writeAndFlush(NOTHING, 0, 0);
            return 0;
        });
    }

    public Pollable outputStreamSubscribe(OutputSink self) {
        return self.parts().subscribe(self);
    }

    public void outputStreamWriteZeroes(OutputSink self, long len) throws StreamFailure {
        outputStreamWrite(self, new byte[checked(len)]);
    }

    public void outputStreamBlockingWriteZeroesAndFlush(OutputSink self, long len) throws StreamFailure {
        outputStreamBlockingWriteAndFlush(self, new byte[checked(len)]);
    }

    private static int checked(long len) {
        if (len < 0 || len > OutputSink.LARGEST) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "write of " + Long.toUnsignedString(len) + " zeroes, where at most " + OutputSink.LARGEST
                    + " are allowed");
        }
        return (int) len;
    }

    public long outputStreamSplice(OutputSink self, InputSource src, long len) throws StreamFailure {
        int budget = writing(self::budget);
        byte[] bytes = budget == 0 ? NOTHING : inputStreamRead(src, Math.min(atMost(len), budget));
        return moved(self, bytes);
    }

    public long outputStreamBlockingSplice(OutputSink self, InputSource src, long len) throws StreamFailure {
        awaitRoom(self);
        byte[] bytes = inputStreamBlockingRead(src, Math.min(atMost(len), writing(self::budget)));
        return moved(self, bytes);
    }

    private static void awaitRoom(OutputSink self) throws StreamFailure {
        try {
            Poll.await(self, Long.MAX_VALUE);
        } catch (WasiException e) {
            throw StreamFailure.of(e);
        }
    }

    private static long moved(OutputSink self, byte[] bytes) throws StreamFailure {
        return writing(() -> {
            self.write(bytes, 0, bytes.length);
            return bytes.length;
        });
    }

    private interface Writing {
        int run() throws IOException;
    }

    private static int writing(Writing step) throws StreamFailure {
        try {
            return step.run();
        } catch (WasiException e) {
            throw StreamFailure.of(e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw Polls.interrupted();
            }
            throw StreamFailure.of(e);
        }
    }
}
