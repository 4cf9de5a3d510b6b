package dev.gyre.wasi.p1.internal.call;

import dev.gyre.api.engine.LinearMemory;
import dev.gyre.wasi.backend.EventClocks;
import dev.gyre.wasi.p1.internal.abi.Abi;
import dev.gyre.wasi.p1.internal.abi.Errno;

/** What a guest waits for. */
sealed interface Subscription {
    int CLOCK = 0;
    int FD_READ = 1;
    int FD_WRITE = 2;

    long userdata();

    /** {@code eventtype}. */
    int type();

    /** @param nanos until it is time; not positive when it is */
    record Timer(long userdata, long nanos) implements Subscription {
        @Override
        public int type() {
            return CLOCK;
        }
    }

    /** Something to read from, or to write to. */
    record Ready(long userdata, int type, int fd) implements Subscription {
    }

    /** What cannot be waited for. */
    record Bad(long userdata, int type, Errno errno) implements Subscription {
    }

    static Subscription read(LinearMemory memory, int address, Abi abi, EventClocks clocks) {
        long userdata = memory.readLong(address);
        int type = memory.readByte(address + 8) & 0xff;
        return switch (type) {
            case CLOCK -> timer(memory, address + abi.subscriptionClockOffset(), userdata, clocks);
            case FD_READ, FD_WRITE -> new Ready(userdata, type, memory.readInt(address + 16));
            default -> throw Errno.INVAL.exception();
        };
    }

    private static Subscription timer(LinearMemory memory, int address, long userdata, EventClocks clocks) {
        int clock = memory.readInt(address);
        long timeout = memory.readLong(address + 8);
        int flags = memory.readShort(address + 24);
        if ((flags & ~1) != 0 || clock != ProcessCalls.CLOCK_REALTIME && clock != ProcessCalls.CLOCK_MONOTONIC) {
            return new Bad(userdata, CLOCK, Errno.INVAL);
        }
        // Times are unsigned; what is beyond the largest signed one is as good as never.
        long time = timeout < 0 ? Long.MAX_VALUE : timeout;
        if (flags == 0) {
            return new Timer(userdata, time);
        }
        return new Timer(userdata, time - (clock == ProcessCalls.CLOCK_REALTIME ? clocks.realtime() : clocks.monotonic()));
    }
}
