package dev.gyre.executor.spin.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.test.ByteMemory;

class GuestResponseTest {
    private static final int AREA = 1024;

    private final ByteMemory memory = new ByteMemory();
    private final GuestReader reader = new GuestReader(memory, 1 << 16);

    private Slice string(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        memory.write(at, bytes);
        return new Slice(at, bytes.length);
    }

    private void respond(CoreLayout layout, int status, boolean headers, boolean body) {
        ReturnArea area = new ReturnArea(memory, AREA, layout);
        area.u16(0, 0, status);
        if (headers) {
            Slice name = string(2048, "content-type");
            Slice value = string(2100, "text/plain");
            ReturnArea pair = new ReturnArea(memory, 2200, CoreLayout.PACKED);
            pair.slice(0, 0, name);
            pair.slice(2, 8, value);
            area.tag(1, 4, 1);
            area.slice(2, 8, new Slice(2200, 1));
        }
        if (body) {
            area.tag(4, 16, 1);
            area.slice(5, 20, string(3000, "hello"));
        }
    }

    @ParameterizedTest
    @EnumSource(CoreLayout.class)
    void aKnownLayoutIsRead(CoreLayout layout) {
        respond(layout, 201, true, true);
        GuestResponse response = GuestResponse.lift(reader, AREA, Optional.of(layout));
        assertEquals(201, response.status());
        assertEquals(List.of(Map.entry("content-type", "text/plain")), response.headers().entries());
        assertEquals("hello", new String(response.body(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(CoreLayout.class)
    void anUnknownLayoutIsToldFromTheBytes(CoreLayout layout) {
        for (boolean headers : new boolean[] {true, false}) {
            for (boolean body : new boolean[] {true, false}) {
                memory.fill(AREA, 64, (byte) 0);
                respond(layout, 404, headers, body);
                GuestResponse response = GuestResponse.lift(reader, AREA, Optional.empty());
                assertEquals(404, response.status(), layout + " " + headers + " " + body);
                assertEquals(headers ? 1 : 0, response.headers().size(), layout + " " + headers + " " + body);
                assertEquals(body ? "hello" : "", new String(response.body(), StandardCharsets.UTF_8), layout + " " + headers + " " + body);
            }
        }
    }

    @Test
    void aPointerOutsideMemoryIsTheGuestsFault() {
        for (int pointer : new int[] {65536, -4, 65530}) {
            assertThrows(TrapException.class, () -> GuestResponse.lift(reader, pointer, Optional.of(CoreLayout.SLOTS)));
        }
    }

    @Test
    void aListLengthThatOverflowsIsTheGuestsFault() {
        respond(CoreLayout.PACKED, 200, true, false);
        new ReturnArea(memory, AREA, CoreLayout.PACKED).slice(2, 8, new Slice(0, 0x1000_0001));
        assertThrows(TrapException.class, () -> GuestResponse.lift(reader, AREA, Optional.of(CoreLayout.PACKED)));
    }

    @Test
    void aWildTagIsTheGuestsFault() {
        respond(CoreLayout.PACKED, 200, false, false);
        memory.writeByte(AREA + 16, (byte) 7);
        TrapException trap = assertThrows(TrapException.class, () -> GuestResponse.lift(reader, AREA, Optional.of(CoreLayout.PACKED)));
        assertEquals(TrapKind.ABI_VIOLATION, trap.kind());
    }
}
