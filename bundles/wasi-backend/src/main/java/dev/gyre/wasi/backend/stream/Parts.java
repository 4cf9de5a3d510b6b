package dev.gyre.wasi.backend.stream;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.WitParent;

/** Counts what is part of a resource. For the event's thread. */
public final class Parts implements WitParent {
    private int alive;

    /** One more; to be told when it is dropped. */
    public Part add() {
        alive++;
        return new Part();
    }

    /** One of them. */
    public final class Part {
        private boolean gone;

        public void drop() {
            if (!gone) {
                gone = true;
                alive--;
            }
        }
    }

    /** A pollable that is one of them. */
    public Pollable subscribe(Pollable what) {
        return new Subscription(what, add());
    }

    private record Subscription(Pollable what, Part part) implements Pollable, AutoCloseable {
        @Override
        public boolean ready() {
            return what.ready();
        }

        @Override
        public long nanosLeft() {
            return what.nanosLeft();
        }

        @Override
        public void close() {
            part.drop();
        }
    }

    @Override
    public boolean hasParts() {
        return alive > 0;
    }

    /** For functions that take the resource away. */
    public void requireNone(String resource) {
        if (alive > 0) {
            throw new TrapException(TrapKind.ABI_VIOLATION, resource + " is given away before what is part of it was dropped");
        }
    }
}
