package dev.gyre.cli.internal.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class DoingTest {
    private static Doing stack(String... methods) {
        return new Doing(Stream.of(methods).map(m -> new StackTraceElement(m.replaceFirst("\\.[^.]*$", ""), m.replaceFirst("^.*\\.", ""), "Some.java", 1)).toList());
    }

    private static Optional<String> called(Doing doing) {
        return doing.called().map(f -> f.getClassName() + "." + f.getMethodName());
    }

    @Test
    void anActivatorIsNamed() {
        assertEquals(Optional.of("acme.Hang.stop"), called(stack("java.lang.Thread.sleep", "acme.Hang.stop", "org.apache.felix.framework.Felix.stopBundle",
                "dev.gyre.cli.internal.control.BundleWork.make", "java.lang.Thread.run")));
    }

    @Test
    void aComponentIsNamedThatGoesWithAnotherBundlesService() {
        assertEquals(Optional.of("acme.Hang.deactivate"), called(stack("jdk.internal.misc.Unsafe.park", "java.util.concurrent.Future.get", "dev.gyre.api.Some.wait",
                "java.util.List.forEach", "acme.Hang.deactivate", "java.lang.reflect.Method.invoke", "org.apache.felix.scr.impl.inject.BaseMethod.invoke",
                "org.apache.felix.framework.Felix.fireServiceEvent", "acme.other.Activator.stop", "org.apache.felix.framework.Felix.stopBundle",
                "dev.gyre.plugins.internal.PlugInStore.update")));
    }

    @Test
    void whoCalledTheFrameworkIsNamedWhenThatWaits() {
        assertEquals(Optional.of("acme.Hang.stop"), called(stack("java.lang.Object.wait", "org.apache.felix.framework.Felix.acquireBundleLock", "acme.Hang.stop",
                "org.apache.felix.framework.Felix.stopBundle", "dev.gyre.plugins.internal.PlugInStore.update")));
    }

    @Test
    void nobodyIsNamedWhenOnlyTheFrameworkWaits() {
        Doing doing = stack("java.lang.Object.wait", "org.apache.felix.framework.Felix.acquireBundleLock", "dev.gyre.plugins.internal.PlugInStore.update", "java.lang.Thread.run");
        assertEquals(Optional.empty(), called(doing));
        assertEquals("the framework waits, maybe for another change", doing.describe(type -> "nobody", "another change").lines().findFirst().orElseThrow());
    }

    @Test
    void theFirstLinesAreShown() {
        String[] deep = Stream.concat(Stream.generate(() -> "acme.Hang.deeper").limit(20), Stream.of("org.apache.felix.framework.Felix.stopBundle")).toArray(String[]::new);
        List<String> lines = stack(deep).describe(type -> "acme.hang", "").lines().toList();
        assertEquals("acme.hang is in acme.Hang.deeper", lines.getFirst());
        assertEquals("    at acme.Hang.deeper(Some.java:1)", lines.get(1));
        assertEquals("    ...", lines.getLast());
        assertEquals(12, lines.size());
    }
}
