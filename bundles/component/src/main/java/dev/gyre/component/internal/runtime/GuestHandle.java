package dev.gyre.component.internal.runtime;

import dev.gyre.component.type.ResourceType;
import dev.gyre.component.value.GuestResource;

/** A guest's resource in the host's hands. For the store's thread. */
final class GuestHandle implements GuestResource {
    final Running instance;
    final ResourceDesc desc;
    final int rep;
    private boolean owned;
    private boolean valid = true;
    private int lends;

    GuestHandle(Running instance, ResourceDesc desc, int rep, boolean owned) {
        this.instance = instance;
        this.desc = desc;
        this.rep = rep;
        this.owned = owned;
    }

    @Override
    public ResourceType type() {
        return desc.type();
    }

    @Override
    public boolean owned() {
        return owned;
    }

    /** Whether it still refers to something. */
    boolean valid() {
        return valid;
    }

    boolean lent() {
        return lends > 0;
    }

    void lend() {
        lends++;
    }

    void giveBack() {
        lends--;
    }

    /** It refers to nothing any more: it was given away, dropped, or borrowed for a call that has ended. */
    void end() {
        owned = false;
        valid = false;
    }

    @Override
    public void close() {
        if (!owned) {
            return;
        }
        if (lent()) {
            throw Traps.abi("a resource is dropped while it is lent");
        }
        end();
        if (!instance.trapped()) {
            Destructors.run(instance, desc, rep, null);
        }
    }
}
