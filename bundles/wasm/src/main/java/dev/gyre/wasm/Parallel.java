package dev.gyre.wasm;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Work on many functions of a module at once. Stateless. */
public final class Parallel {
    private Parallel() {
    }

    /**
     * Does something for each number from 0 to before {@code count}, on all processors; they begin in order, and whoever is free takes the next.
     * Where some fail, the rest is not begun, and the failure of the lowest is thrown: the same each time, and as it was.
     */
    public static void forEach(int count, IntConsumer action) {
        AtomicInteger next = new AtomicInteger();
        ConcurrentSkipListMap<Integer, Throwable> failures = new ConcurrentSkipListMap<>();
        IntStream.range(0, Math.min(count, Runtime.getRuntime().availableProcessors())).parallel().forEach(worker -> {
            while (failures.isEmpty()) {
                int i = next.getAndIncrement();
                if (i >= count) {
                    return;
                }
                try {
                    action.accept(i);
                } catch (RuntimeException | Error e) {
                    failures.put(i, e);
                }
            }
        });
        if (!failures.isEmpty()) {
            switch (failures.firstEntry().getValue()) {
                case Error e -> throw e;
                case RuntimeException e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }
}
