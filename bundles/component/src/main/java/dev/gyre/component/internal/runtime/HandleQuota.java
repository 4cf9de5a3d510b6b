package dev.gyre.component.internal.runtime;

/** The handles that the component instances of one store may have together. For the store's thread. */
final class HandleQuota {
    private final int most;
    private int taken;

    HandleQuota(int most) {
        this.most = most;
    }

    void take() {
        if (taken == most) {
            throw Traps.limit("an event has more than " + most + " handles of resources (limit handles)");
        }
        taken++;
    }

    void give() {
        taken--;
    }
}
