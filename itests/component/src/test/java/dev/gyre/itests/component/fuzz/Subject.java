package dev.gyre.itests.component.fuzz;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ComponentState;
import dev.gyre.component.link.Entity;
import dev.gyre.component.link.ExportedFunc;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkedComponent;
import dev.gyre.component.type.FuncType;

/** Does with bytes all that the runtime would do; whatever they are, it ends soon, and badly only with an exception of Gyre's. */
final class Subject {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final StoreLimits LIMITS = new StoreLimits(16 << 20, 10_000, 100);

    private final WasmEngine engine;
    private int valid;
    private int ran;

    Subject(WasmEngine engine) {
        this.engine = engine;
    }

    /** How many components were valid, and how many instances could be made. */
    List<Integer> counts() {
        return List.of(valid, ran);
    }

    /** @return what went wrong otherwise, or nothing */
    Optional<String> run(byte[] bytes) {
        long start = System.nanoTime();
        try {
            through(bytes);
        } catch (GyreException e) {
            // one clear error
        } catch (Throwable e) {
            return Optional.of(e.toString());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return took.compareTo(LONGEST) > 0 ? Optional.of("took " + took) : Optional.empty();
    }

    private void through(byte[] bytes) {
        Component component = Component.read(bytes);
        valid++;
        component.imports().toString();
        component.exports().toString();
        if (component.unsupported().isPresent() || !component.imports().isEmpty()) {
            return;
        }
        LinkedComponent linked = component.compile(engine, CompileOptions.uncached("fuzz")).link(Imports.NONE);
        try (Store store = engine.openStore(LIMITS, new ComponentState("fuzz"))) {
            Thread.ofVirtual().start(() -> interruptLater(store));
            ComponentInstance instance = linked.instantiate(store);
            ran++;
            for (Map.Entry<String, Entity> export : component.exports().entrySet()) {
                if (export.getValue() instanceof Entity.Function(FuncType type) && type.params().isEmpty() && !instance.trapped()) {
                    ExportedFunc function = linked.function(export.getKey()).orElseThrow();
                    function.call(instance);
                }
            }
            instance.close();
        }
    }

    private static void interruptLater(Store store) {
        try {
            Thread.sleep(1000);
            store.interrupt(TrapKind.DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // the store is closed already
        }
    }
}
