package dev.gyre.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

class DamagedModuleTest {
    private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

    @Test
    void saysWhatAFileIsThatIsNoModule() {
        assertMessage("the file is empty");
        assertMessage("starts with (mod", "(module)".getBytes(StandardCharsets.UTF_8));
        assertMessage("wat2wasm", "  (module)".getBytes(StandardCharsets.UTF_8));
        assertMessage("truncated: it has 5 bytes", (byte) 0, (byte) 'a', (byte) 's', (byte) 'm', (byte) 1);
        assertMessage("component", (byte) 0, (byte) 'a', (byte) 's', (byte) 'm', (byte) 13, (byte) 0, (byte) 1, (byte) 0);
        assertMessage("version 2", (byte) 0, (byte) 'a', (byte) 's', (byte) 'm', (byte) 2, (byte) 0, (byte) 0, (byte) 0);
    }

    @Test
    void namesSectionAndByte() {
        assertMessage("at byte 10, in its list of sections: the type section has 9 bytes, but only 0 are left", module(1, 9));
        assertMessage("at byte 11, in its type section: a count of 90", module(1, 1, 90));
        assertMessage("at byte 12, in its type section: 0x61 is no kind of type", module(1, 2, 1, 0x61));
        assertMessage("at byte 8, in its list of sections: there is no section of id 14", module(14, 0));
        assertMessage("at byte 11, in its list of sections: the type section is there twice", module(1, 1, 0, 1, 1, 0));
        assertMessage("at byte 15, in its list of sections: it declares 1 functions and has 0 bodies", module(3, 2, 1, 0, 10, 1, 0));
        assertMessage("at byte 15, in its function section: a number has more than 32 bits", module(3, 6, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01));
    }

    @Test
    void countsOfLocalsThatAreTooLargeCostNothing() {
        byte[] wasm = module(1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 10, 1, 8, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f, 0x0b);
        assertEquals(0xffffffffL, ModuleBinary.read(wasm).body(0).orElseThrow().locals().getFirst().count());
    }

    @Test
    void anInstructionThatIsNoneIsNamed() {
        byte[] wasm = module(1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 7, 1, 5, 0, 0xfc, 0x7f, 0x00, 0x0b);
        assertTrue(assertThrows(MalformedModuleException.class, () -> ModuleProfiler.profile(wasm)).getMessage().contains("0xfc 0x7f is not known"));
    }

    @Test
    void deepNestingIsRead() {
        int depth = 1_000_000;
        byte[] code = new byte[2 * depth + depth + 2];
        for (int i = 0; i < depth; i++) {
            code[2 * i] = 2;
            code[2 * i + 1] = 0x40;
        }
        Arrays.fill(code, 2 * depth, code.length, (byte) 0x0b);
        CodeReader reader = new CodeReader(code, new Span(0, 3 * depth + 1));
        while (reader.next()) { }
        assertEquals(-1, reader.depth());
    }

    @Test
    void everyTruncationAndManyMutationsAreReadOrRefused() throws IOException {
        byte[] wasm = Wasm.resource("features.wasm");
        ModuleProfiler.profile(wasm);
        for (int length = 0; length < wasm.length; length++) {
            tryProfile(Arrays.copyOf(wasm, length));
        }
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            byte[] mutant = wasm.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                mutant[8 + random.nextInt(mutant.length - 8)] = (byte) random.nextInt();
            }
            tryProfile(mutant);
        }
    }

    private static void tryProfile(byte[] wasm) {
        try {
            ModuleProfiler.profile(wasm);
        } catch (MalformedModuleException e) {
            assertTrue(e.offset() <= wasm.length);
        }
    }

    private static void assertMessage(String part, byte... wasm) {
        String message = assertThrows(MalformedModuleException.class, () -> ModuleBinary.read(wasm)).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static byte[] module(int... rest) {
        byte[] out = Arrays.copyOf(HEADER, 8 + rest.length);
        for (int i = 0; i < rest.length; i++) {
            out[8 + i] = (byte) rest[i];
        }
        return out;
    }
}
