package dev.gyre.wasi.p2.internal.rc;

import java.util.List;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.stream.Pollable;
import dev.gyre.wasi.p2.internal.io.Polls;

/** {@code wasi:io/poll@0.2.0-rc-2023-10-18}. */
@WitResource(name = "pollable", type = Pollable.class)
public final class Polls1018 {
    private final Polls polls = new Polls();

    public int[] pollList(List<Pollable> in) {
        return polls.poll(in);
    }

    public void pollOne(Pollable in) {
        polls.pollableBlock(in);
    }
}
