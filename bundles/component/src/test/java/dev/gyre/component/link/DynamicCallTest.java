package dev.gyre.component.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.component.type.ValueType;
import dev.gyre.component.value.GuestResource;
import dev.gyre.component.value.Result;
import dev.gyre.component.value.ValueException;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** Values and resources go in and out in their canonical Java form. */
class DynamicCallTest {
    private final Guest guest = new Guest();

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void importsAndExportsAreKnownWithTheirTypes() {
        Component component = Guest.component();
        assertEquals(List.of("acme:things/store@1.2.0"), List.copyOf(component.imports().keySet()));
        Entity.Interface store = assertInstanceOf(Entity.Interface.class, component.imports().get("acme:things/store@1.2.0"));
        assertEquals("func(points: list<record { x: s32, y: f64 }>) -> tuple<s32, f64>", store.type().functions().get("sum").toString());
        assertEquals("func(name: string) -> thing", store.type().functions().get("[constructor]thing").toString());
        assertEquals(new ValueType.ListType(new ValueType.ListType(ValueType.Primitive.U8)),
                assertInstanceOf(Entity.Function.class, component.exports().get("bomb")).type().result().orElseThrow());
        assertEquals(2, component.modules().size());
        assertTrue(component.unsupported().isEmpty());
    }

    @Test
    void progressIsThatOfAllModules() {
        List<Long> done = Collections.synchronizedList(new ArrayList<>());
        long all = Guest.component().modules().stream().mapToLong(m -> m.length).sum();
        Guest.component().compile(new ChicoryEngine(), new CompileOptions("guest", CompileCache.NONE, (bytes, of) -> {
            assertEquals(all, of);
            done.add(bytes);
        }));
        assertEquals(done.stream().sorted().toList(), done);
        assertTrue(done.isEmpty() || done.getLast() == all, done.toString());
    }

    @Test
    void stringsPassInEveryEncoding() {
        for (String text : List.of("", "plain", "h\u00e9llo \u00ff", "\u2603 snow", "\ud83d\ude00", "\ufffd", "a\u0000b")) {
            assertEquals(text, guest.call("echo-string", text));
            assertEquals(text, guest.call("echo-utf16", text));
            assertEquals(text, guest.call("echo-latin1", text));
        }
    }

    @Test
    void listsTuplesOptionsAndResultsPass() {
        Object[] first = {"one", Optional.of(new short[] {1, -1}), Result.ok(0x1F600)};
        Object[] second = {"two", Optional.empty(), Result.error(true)};
        List<?> back = (List<?>) guest.call("echo-deep", List.of(first, second));
        assertEquals(2, back.size());
        Object[] one = (Object[]) back.get(0);
        assertEquals("one", one[0]);
        assertArrayEquals(new short[] {1, -1}, (short[]) ((Optional<?>) one[1]).orElseThrow());
        assertEquals(Result.ok(0x1F600), one[2]);
        assertArrayEquals(second, (Object[]) back.get(1));
        double[] doubles = {0, -0.0, Double.NaN, Double.MAX_VALUE};
        assertArrayEquals(doubles, (double[]) guest.call("echo-doubles", doubles));
        assertArrayEquals(new Object[] {6, 1.5}, (Object[]) guest.call("sum", List.of(new Object[] {1, 0.5}, new Object[] {5, 1.0})));
    }

    @Test
    void resourcesOfTheHostAreItsObjects() {
        assertEquals("acorn", guest.call("name-of", "acorn"));
        assertEquals(List.of("acorn"), guest.dropped);
        int a = (int) guest.call("keep", "a");
        int b = (int) guest.call("keep", "b");
        int ab = (int) guest.call("swap", a, b);
        assertEquals("ab", guest.call("use", ab));
        assertEquals(new Guest.Thing("b"), guest.call("give", b));
        assertEquals("lent", guest.call("look", new Guest.Thing("lent")));
        assertEquals(List.of("acorn"), guest.dropped, "what was given away or lent is not dropped");
        guest.instance.close();
        guest.instance.close();
        assertEquals(List.of("acorn", "ab"), guest.dropped, "what the guest still owned is, once");
    }

    /** As after a refresh that has reached the one who made it and not yet the one who takes it, or the other way round. */
    @Test
    void anObjectOfTheRightClassButOfAnotherLoaderIsBeingReplaced() throws Exception {
        final class Again extends ClassLoader {
            Class<?> thing() throws IOException {
                try (InputStream in = Guest.class.getResourceAsStream("Guest$Thing.class")) {
                    byte[] code = in.readAllBytes();
                    return defineClass(null, code, 0, code.length);
                }
            }
        }
        Constructor<?> constructor = new Again().thing().getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        Object other = constructor.newInstance("other");
        assertThrows(UnavailableException.class, () -> guest.call("look", other));
    }

    @Test
    void resourcesOfTheGuestAreHandles() {
        GuestResource counter = (GuestResource) guest.call("make", 41);
        assertTrue(counter.owned());
        assertEquals(41, guest.call("peek", counter));
        assertEquals(41, guest.call("take", counter));
        assertFalse(counter.owned());
        assertThrows(ValueException.class, () -> guest.call("peek", counter));
    }

    @Test
    void aDroppedHandleIsNoMore() {
        GuestResource counter = (GuestResource) guest.call("make", 1);
        counter.close();
        counter.close();
        assertThrows(ValueException.class, () -> guest.call("take", counter));
    }

    @Test
    void aHandleOfAnotherInstanceIsRefused() {
        try (Guest other = new Guest()) {
            GuestResource counter = (GuestResource) other.call("make", 1);
            assertThrows(ValueException.class, () -> guest.call("take", counter));
            assertTrue(counter.owned());
        }
    }

    @Test
    void aValueOfAnotherFormIsTheHostsMistake() {
        String message = assertThrows(ValueException.class, () -> guest.call("echo-string", 5)).getMessage();
        assertEquals("a value of type string must be a java.lang.String, not a java.lang.Integer", message);
    }

    @Test
    void aLoneSurrogateIsRefused() {
        assertThrows(ValueException.class, () -> guest.call("echo-string", "\ud800"));
    }

    @Test
    void anArgumentTooFewIsRefused() {
        assertEquals("function `peek` takes 1 arguments, not 0", assertThrows(ValueException.class, () -> guest.call("peek")).getMessage());
    }

    @Test
    void importsAreMatchedByNameVersionAndType() {
        HostInterface older = Guest.store("acme:things/store@1.0.0");
        assertTrue(Guest.compiled().link(Imports.of(List.of(older))).function("echo-string").isPresent());
        HostInterface other = Guest.store("acme:things/store@2.0.0");
        assertEquals("import `acme:things/store@1.2.0`: nothing provides this interface",
                assertThrows(LinkException.class, () -> Guest.compiled().link(Imports.of(List.of(other)))).getMessage());
        HostFunc sum = new HostFunc("sum", Guest.func(Optional.empty()), (call, args) -> "");
        HostInterface wrong = new HostInterface(older.name(), Map.of("sum", sum, "[constructor]thing", older.functions().get("[constructor]thing"),
                "[method]thing.name", older.functions().get("[method]thing.name"), "[static]thing.swap", older.functions().get("[static]thing.swap")),
                older.resources(), older.types());
        assertEquals("import `acme:things/store@1.2.0` `sum` has another type: the component wants "
                + "func(points: list<record { x: s32, y: f64 }>) -> tuple<s32, f64>, the host has func()",
                assertThrows(LinkException.class, () -> Guest.compiled().link(Imports.of(List.of(wrong)))).getMessage());
    }
}
