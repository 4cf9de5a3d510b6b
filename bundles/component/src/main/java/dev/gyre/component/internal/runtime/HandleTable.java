package dev.gyre.component.internal.runtime;

import java.util.Arrays;
import java.util.function.Consumer;

/** A component instance's handles by index; the index that was freed last is used first. For the store's thread. */
final class HandleTable {
    private final HandleQuota quota;
    private Object[] elements = new Object[8];
    private int[] free = new int[8];
    private int freed;
    private int length = 1;

    /** @param quota the specification allows 2^28-1, which is gigabytes of the host's memory */
    HandleTable(HandleQuota quota) {
        this.quota = quota;
    }

    Object get(int index) {
        if (index <= 0 || index >= length || elements[index] == null) {
            throw Traps.abi("unknown handle index " + Integer.toUnsignedString(index));
        }
        return elements[index];
    }

    int add(Object element) {
        quota.take();
        if (freed > 0) {
            int index = free[--freed];
            elements[index] = element;
            return index;
        }
        if (length == elements.length) {
            elements = Arrays.copyOf(elements, length * 2);
        }
        elements[length] = element;
        return length++;
    }

    Object remove(int index) {
        Object element = get(index);
        quota.give();
        elements[index] = null;
        if (freed == free.length) {
            free = Arrays.copyOf(free, freed * 2);
        }
        free[freed++] = index;
        return element;
    }

    /** Takes all elements out. */
    void drain(Consumer<Object> action) {
        for (int i = 1; i < length; i++) {
            if (elements[i] != null) {
                Object element = elements[i];
                elements[i] = null;
                action.accept(element);
            }
        }
    }
}
