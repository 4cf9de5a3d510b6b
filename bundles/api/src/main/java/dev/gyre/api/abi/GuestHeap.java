package dev.gyre.api.abi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/**
 * Lowers values into a guest of 2022 through its own allocator, {@code canonical_abi_realloc}. For the store's thread.
 */
public final class GuestHeap {
    /** Bytes of one {@code tuple<string, string>}: two pointers, two lengths. */
    static final int PAIR_BYTES = 16;

    private final LinearMemory memory;
    private final CoreFunction realloc;

    private GuestHeap(LinearMemory memory, CoreFunction realloc) {
        this.memory = memory;
        this.realloc = realloc;
    }

    /** @throws TrapException of kind {@link TrapKind#ABI_VIOLATION} when the guest exports no memory or no allocator */
    public static GuestHeap of(CoreInstance instance) {
        return new GuestHeap(
                instance.memory("memory").orElseThrow(() -> missing("memory")),
                instance.function("canonical_abi_realloc").orElseThrow(() -> missing("canonical_abi_realloc")));
    }

    private static TrapException missing(String export) {
        return new TrapException(TrapKind.ABI_VIOLATION, "the module does not export \"" + export + "\"");
    }

    public LinearMemory memory() {
        return memory;
    }

    /** Memory of the guest's own; the guest owns it from now on. */
    public int allocate(int size, int align) {
        if (size == 0) {
            return align;
        }
        int pointer = (int) realloc.call(0, 0, align, size)[0];
        if (pointer == 0 || (pointer & (align - 1)) != 0) {
            throw new TrapException(TrapKind.ABI_VIOLATION,
                    "canonical_abi_realloc returned " + Integer.toUnsignedString(pointer) + " for " + size + " bytes aligned to " + align);
        }
        memory.checkRange(pointer, size);
        return pointer;
    }

    public Slice lower(byte[] bytes) {
        int pointer = allocate(bytes.length, 1);
        if (bytes.length > 0) {
            memory.write(pointer, bytes);
        }
        return new Slice(pointer, bytes.length);
    }

    public Slice lower(String text) {
        return lower(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code list<tuple<string, string>>} in the given order; the same in both layouts. */
    public Slice lowerPairs(List<Map.Entry<String, String>> pairs) {
        int array = allocate(Math.multiplyExact(pairs.size(), PAIR_BYTES), 4);
        for (int i = 0; i < pairs.size(); i++) {
            Slice name = lower(pairs.get(i).getKey());
            Slice value = lower(pairs.get(i).getValue());
            int at = array + i * PAIR_BYTES;
            memory.writeInt(at, name.pointer());
            memory.writeInt(at + 4, name.length());
            memory.writeInt(at + 8, value.pointer());
            memory.writeInt(at + 12, value.length());
        }
        return new Slice(array, pairs.size());
    }

    /** {@code list<string>} in the given order; the same in both layouts. */
    public Slice lowerStrings(List<String> strings) {
        int array = allocate(Math.multiplyExact(strings.size(), PAIR_BYTES / 2), 4);
        for (int i = 0; i < strings.size(); i++) {
            Slice s = lower(strings.get(i));
            memory.writeInt(array + 8 * i, s.pointer());
            memory.writeInt(array + 8 * i + 4, s.length());
        }
        return new Slice(array, strings.size());
    }
}
