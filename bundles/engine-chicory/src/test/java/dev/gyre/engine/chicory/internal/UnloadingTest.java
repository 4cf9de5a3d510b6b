package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;

@Timeout(300)
class UnloadingTest {
    @Test
    void aModuleNobodyUsesIsFreedWithItsClasses() throws Exception {
        AtomicReference<WeakReference<ClassLoader>> loader = new AtomicReference<>();
        use(loader);
        assertNotNull(loader.get());
        for (int i = 0; i < 1000 && loader.get().get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(loader.get().refersTo(null));
    }

    private static void use(AtomicReference<WeakReference<ClassLoader>> loader) throws Exception {
        StackWalker walker = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
        InstancePre pre = Guests.prepare(Guests.compile("basic"), Map.of(
                "env.twice", (caller, args) -> {
                    loader.set(new WeakReference<>(walker.walk(s -> s.map(f -> f.getDeclaringClass().getClassLoader())
                            .filter(l -> l != null && "gyre-guest".equals(l.getName())).findFirst().orElseThrow())));
                    return args;
                },
                "env.note", (caller, args) -> HostFunction.NOTHING));
        for (int i = 0; i < 3; i++) {
            CoreInstance instance = pre.instantiate(Guests.ENGINE.openStore(Guests.LIMITS, ""));
            try {
                assertEquals(4, (int) instance.function("four").orElseThrow().handle().invokeExact(4));
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }
}
