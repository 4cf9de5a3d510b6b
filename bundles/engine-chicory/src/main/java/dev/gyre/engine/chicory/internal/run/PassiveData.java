package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;

/** The data segments an instance may still copy from. Active ones are dropped once they are copied. */
final class PassiveData {
    private static final byte[] DROPPED = {};
    private final DataSegment[] segments;
    private boolean[] dropped;

    /** @param segments of the module, shared by its instances */
    PassiveData(DataSegment[] segments) {
        this.segments = segments;
    }

    byte[] bytes(int index) {
        boolean gone = dropped != null && dropped[index] || !(segments[index] instanceof PassiveDataSegment);
        return gone ? DROPPED : segments[index].data();
    }

    void drop(int index) {
        if (dropped == null) {
            dropped = new boolean[segments.length];
        }
        dropped[index] = true;
    }
}
