package dev.gyre.wasi.p2.internal.io;

import java.util.List;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.backend.stream.Poll;
import dev.gyre.wasi.backend.stream.Pollable;

/** {@code wasi:io/poll}. */
@WitResource(name = "pollable", type = Pollable.class)
public final class Polls {
    /** Waits until one or more are ready, and says which. */
    public int[] poll(List<Pollable> in) {
        if (in.isEmpty()) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "poll was called with an empty list");
        }
        while (true) {
            int[] ready = ready(in);
            if (ready.length > 0) {
                return ready;
            }
            await(in);
        }
    }

    private static int[] ready(List<Pollable> in) {
        int[] indexes = new int[in.size()];
        int count = 0;
        for (int i = 0; i < indexes.length; i++) {
            if (in.get(i).ready()) {
                indexes[count++] = i;
            }
        }
        return java.util.Arrays.copyOf(indexes, count);
    }

    public void pollableBlock(Pollable self) {
        await(List.of(self));
    }

    private static void await(List<Pollable> in) {
        try {
            Poll.await(in, Long.MAX_VALUE);
        } catch (WasiException e) {
            throw interrupted();
        }
    }

    /** An event that is interrupted while its guest waits ends there. */
    static TrapException interrupted() {
        return new TrapException(TrapKind.CANCELLED, "interrupted while the guest waited");
    }
}
