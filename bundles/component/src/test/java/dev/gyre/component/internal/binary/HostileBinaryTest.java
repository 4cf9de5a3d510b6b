package dev.gyre.component.internal.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentException;
import dev.gyre.wasm.WasmOutput;

/** Components made to take time or memory, or to confuse: each ends in one clear error. */
class HostileBinaryTest {
    private static final byte[] HEADER = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    private static final int COMPONENT = 4;
    private static final int INSTANCE = 5;
    private static final int TYPE = 7;

    private static WasmOutput component() {
        WasmOutput out = new WasmOutput();
        out.writeBytes(HEADER);
        return out;
    }

    private static void section(WasmOutput out, int id, byte[] body) {
        out.u8(id).u32(body.length).writeBytes(body);
    }

    private static byte[] of(Consumer<WasmOutput> body) {
        WasmOutput out = new WasmOutput();
        body.accept(out);
        return out.toByteArray();
    }

    private static void refused(byte[] bytes, String message) {
        String is = assertThrows(ComponentException.class, () -> Component.read(bytes)).getMessage();
        assertTrue(is.contains(message), is);
    }

    /** Component types in one type section; each may refer to the ones before. */
    private static byte[] types(int count, Consumer<WasmOutput> first, BiConsumer<WasmOutput, Integer> next) {
        WasmOutput out = component();
        section(out, TYPE, of(t -> {
            t.u32(count);
            first.accept(t);
            for (int i = 1; i < count; i++) {
                next.accept(t, i - 1);
            }
        }));
        return out.toByteArray();
    }

    @Test
    void noComponent() {
        refused(new byte[0], "no component");
        refused(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0}, "no component");
        assertFalse(Component.is(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0}));
    }

    @Test
    void aSectionLongerThanTheFile() {
        WasmOutput out = component();
        out.u8(TYPE).u32(1000).u8(0);
        refused(out.toByteArray(), "goes beyond its end");
    }

    @Test
    void aCountOfMoreThanItsBytes() {
        WasmOutput out = component();
        section(out, TYPE, of(t -> t.u32(Integer.MAX_VALUE).u8(0x7f)));
        refused(out.toByteArray(), "more than its bytes can hold");
    }

    @Test
    void componentsInComponents() {
        byte[] bytes = HEADER;
        for (int i = 0; i < 3000; i++) {
            WasmOutput out = component();
            section(out, COMPONENT, bytes);
            bytes = out.toByteArray();
        }
        refused(bytes, "nested more than");
    }

    @Test
    void instanceTypesInInstanceTypes() {
        byte[] type = {0x42, 0};
        for (int i = 0; i < 3000; i++) {
            byte[] inner = type;
            type = of(t -> t.u8(0x42).u32(1).u8(1).writeBytes(inner));
        }
        byte[] whole = type;
        WasmOutput out = component();
        section(out, TYPE, of(t -> t.u32(1).writeBytes(whole)));
        refused(out.toByteArray(), "nested more than");
    }

    /** 2^60 parts in 180 bytes. */
    @Test
    void aTypeThatDoublesItself() {
        refused(types(60, t -> t.u8(0x7f), (t, last) -> t.u8(0x6f).u32(2).u32(last).u32(last)), "parts");
    }

    @Test
    void listsOfLists() {
        refused(types(1000, t -> t.u8(0x7f), (t, last) -> t.u8(0x70).s64(last)), "levels");
    }

    @Test
    void aMillionAndMoreTypes() {
        refused(types(2_000_000, t -> t.u8(0x7f), (t, last) -> t.u8(0x7f)), "definitions");
    }

    @Test
    void anEnumOfAMillionLabels() {
        byte[] label = {1, 'a'};
        WasmOutput out = component();
        section(out, TYPE, of(t -> {
            t.u32(1).u8(0x6d).u32(1_000_000);
            for (int i = 0; i < 1_000_000; i++) {
                t.writeBytes(label);
            }
        }));
        refused(out.toByteArray(), "parts");
    }

    /** Ten instances of what makes ten instances, eight times over. */
    @Test
    void instancesThatMultiply() {
        byte[] bytes = HEADER;
        for (int level = 0; level < 8; level++) {
            WasmOutput out = component();
            section(out, COMPONENT, bytes);
            section(out, INSTANCE, of(t -> {
                t.u32(10);
                for (int i = 0; i < 10; i++) {
                    t.u8(0).u32(0).u32(0);
                }
            }));
            bytes = out.toByteArray();
        }
        Component component = Component.read(bytes);
        assertTrue(component.unsupported().orElseThrow().contains("more than 1000 instances"), component.unsupported().get());
    }

    /** A component may be large when it is a core module or custom section that makes it so. */
    @Test
    void aHundredMegabytesOfNothing() {
        byte[] large = new byte[100 << 20];
        byte[] head = of(t -> t.writeBytes(component().u8(0).u32(large.length - 13).u32(1).u8('x').toByteArray()));
        System.arraycopy(head, 0, large, 0, head.length);
        assertEquals(15, head.length);
        assertTrue(Component.read(large).exports().isEmpty());
    }

    @Test
    void everyTruncationOfARealComponent() throws Exception {
        byte[] whole = HostileBinaryTest.class.getResourceAsStream("/guest.wasm").readAllBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            try {
                Component.read(part);
            } catch (ComponentException e) {
                // as it should
            }
        }
    }

    @Test
    void everyByteOfARealComponentChanged() throws Exception {
        byte[] whole = HostileBinaryTest.class.getResourceAsStream("/guest.wasm").readAllBytes();
        for (int at = 0; at < whole.length; at++) {
            for (int value : new int[] {0, 1, 0x40, 0x7f, 0xff}) {
                byte[] changed = whole.clone();
                changed[at] = (byte) value;
                try {
                    Component.read(changed);
                } catch (ComponentException e) {
                    // as it should
                }
            }
        }
    }
}
