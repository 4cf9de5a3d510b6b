package dev.gyre.wasi.p1.internal.call;

import java.util.Set;

import dev.gyre.api.engine.GuestExit;
import dev.gyre.wasi.backend.EventClocks;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.p1.internal.WasiEvent;
import dev.gyre.wasi.p1.internal.abi.Errno;

/** Clocks, randomness, and the end. */
final class ProcessCalls {
    static final int CLOCK_REALTIME = 0;
    static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_PROCESS_CPU = 2;
    private static final int CLOCK_THREAD_CPU = 3;

    /** Those whose action is to do nothing: none, pipe, chld, cont, urg, winch. */
    private static final Set<Integer> IGNORED_SIGNALS = Set.of(0, 13, 16, 17, 22, 27);
    /** Those whose action is to stop: stop, tstp, ttin, ttou. Nobody could continue the guest. */
    private static final Set<Integer> STOP_SIGNALS = Set.of(18, 19, 20, 21);
    private static final int LAST_SIGNAL = 30;
    /** As shells report a process that a signal has ended. */
    private static final int SIGNAL_EXIT = 128;

    private ProcessCalls() {
    }

    static void register(FunctionTable table) {
        table.add("clock_res_get", "ii", ProcessCalls::clockResolution);
        table.add("clock_time_get", "ili", ProcessCalls::clockTime);
        table.add("random_get", "ii", ProcessCalls::random);
        table.add("sched_yield", "", ProcessCalls::yield);
        table.add("proc_raise", "i", ProcessCalls::raise);
        table.addVoid("proc_exit", "i", ProcessCalls::exit);
    }

    private static Errno clockResolution(Call call) {
        int result = call.place(1, 8);
        call.memory().writeLong(result, switch (call.i32(0)) {
            case CLOCK_REALTIME -> EventClocks.REALTIME_RESOLUTION;
            case CLOCK_MONOTONIC -> EventClocks.MONOTONIC_RESOLUTION;
            case CLOCK_PROCESS_CPU, CLOCK_THREAD_CPU -> EventClocks.CPU_RESOLUTION;
            default -> throw Errno.INVAL.exception();
        });
        return Errno.SUCCESS;
    }

    private static Errno clockTime(Call call) {
        int result = call.place(2, 8);
        call.memory().writeLong(result, time(call.event().clocks(), call.i32(0)));
        return Errno.SUCCESS;
    }

    /** The time of a {@code clockid}. A guest has one thread, so its process' time is its thread's. */
    private static long time(EventClocks clocks, int clock) {
        return switch (clock) {
            case CLOCK_REALTIME -> clocks.realtime();
            case CLOCK_MONOTONIC -> clocks.monotonic();
            case CLOCK_PROCESS_CPU, CLOCK_THREAD_CPU -> clocks.cpu();
            default -> throw Errno.INVAL.exception();
        };
    }

    private static Errno random(Call call) {
        int length = call.i32(1);
        int address = call.place(0, length);
        long left = Integer.toUnsignedLong(length);
        byte[] chunk = call.event().scratch(left);
        while (left > 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw WasiError.INTERRUPTED.exception();
            }
            int part = (int) Math.min(left, Math.min(chunk.length, WasiEvent.CHUNK));
            call.event().randomness().fill(chunk, part);
            call.memory().write(address, chunk, 0, part);
            address += part;
            left -= part;
        }
        return Errno.SUCCESS;
    }

    private static Errno yield(Call call) {
        Thread.yield();
        return Errno.SUCCESS;
    }

    private static Errno raise(Call call) {
        int signal = call.i32(0);
        if (signal < 0 || signal > LAST_SIGNAL) {
            return Errno.INVAL;
        }
        if (IGNORED_SIGNALS.contains(signal)) {
            return Errno.SUCCESS;
        }
        if (STOP_SIGNALS.contains(signal)) {
            return Errno.NOTSUP;
        }
        throw new GuestExit(SIGNAL_EXIT + signal);
    }

    private static Errno exit(Call call) {
        throw new GuestExit(call.i32(0));
    }
}
