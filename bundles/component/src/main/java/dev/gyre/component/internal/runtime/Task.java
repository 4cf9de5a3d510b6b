package dev.gyre.component.internal.runtime;

/** A call of a component function under way: what it has borrowed, and its storage. For the store's thread. */
final class Task {
    private static final int SLOTS = 2;

    int borrows;
    private int[] storage;

    /** @throws dev.gyre.api.engine.TrapException when the callee kept what it had borrowed */
    void checkBorrows() {
        if (borrows > 0) {
            throw Traps.abi("borrow handles still remain at the end of the call");
        }
    }

    int context(int slot) {
        return storage == null ? 0 : storage[slot];
    }

    void context(int slot, int value) {
        if (storage == null) {
            storage = new int[SLOTS];
        }
        storage[slot] = value;
    }
}
