package dev.gyre.component.internal.runtime;

/** The state of one component instance. For the store's thread. */
final class InstanceState {
    private static final int MOST_BACKPRESSURE = 1 << 16;

    final int index;
    /** Null of the outermost. */
    final InstanceState parent;
    final HandleTable handles;
    /** False until it is complete, and while it runs. */
    boolean mayEnter;
    boolean mayLeave = true;
    /** Counted, though it holds back asynchronous calls only. */
    private int backpressure;

    InstanceState(int index, InstanceState parent, HandleQuota quota) {
        this.handles = new HandleTable(quota);
        this.index = index;
        this.parent = parent;
    }

    /** Locks this instance, and those around it that the caller is not in. @param caller null for the host */
    void enterFrom(InstanceState caller) {
        for (InstanceState s = this; s != null && !s.around(caller); s = s.parent) {
            if (!s.mayEnter) {
                throw Traps.abi("cannot enter component instance");
            }
        }
        mark(caller, false);
    }

    /** Takes {@link #enterFrom} back. */
    void leaveTo(InstanceState caller) {
        mark(caller, true);
    }

    private void mark(InstanceState caller, boolean value) {
        for (InstanceState s = this; s != null && !s.around(caller); s = s.parent) {
            s.mayEnter = value;
        }
    }

    /** Whether another instance is this one or inside of it. */
    private boolean around(InstanceState other) {
        for (InstanceState s = other; s != null; s = s.parent) {
            if (s == this) {
                return true;
            }
        }
        return false;
    }

    void backpressure(int change) {
        backpressure += change;
        if (backpressure < 0 || backpressure >= MOST_BACKPRESSURE) {
            throw Traps.abi("backpressure counter overflow");
        }
    }

    void checkMayLeave() {
        if (!mayLeave) {
            throw Traps.abi("cannot leave component instance");
        }
    }
}
