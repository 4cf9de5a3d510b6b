package dev.gyre.engine.graalwasm.internal.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.ExternType;
import dev.gyre.engine.kit.Assembler;
import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;

class CheckpointsTest {
    private static ModuleBinary rewritten(Assembler.Code code) {
        Assembler module = new Assembler();
        module.memory(1, 2);
        module.declare(new ExternType.Func(List.of(), List.of()));
        module.body(List.of(), code);
        return ModuleBinary.read(new ModuleRewriter(ModuleBinary.read(module.module()), "id").rewrite());
    }

    private static int checkpoints(Assembler.Code code) {
        ModuleBinary module = rewritten(code);
        CodeReader reader = new CodeReader(module.bytes(), module.body(0).orElseThrow().code());
        int count = 0;
        while (reader.next()) {
            count += reader.op() == Op.LOOP ? 1 : 0;
        }
        return count;
    }

    private static Assembler.Code nops(int count) {
        Assembler.Code code = new Assembler.Code();
        for (int i = 0; i < count; i++) {
            code.op(Op.NOP);
        }
        return code;
    }

    private static Assembler.Code fill(Assembler.Code length) {
        return new Assembler.Code().i32(0).i32(0).add(length).op(0xfc, 11, 0);
    }

    @Test
    void aLongFunctionHasOneAfterEachThousandInstructions() {
        assertEquals(0, checkpoints(nops(900)));
        assertEquals(1, checkpoints(nops(1100)));
        assertEquals(3, checkpoints(nops(3500)));
    }

    @Test
    void whatMayTakeLongByItselfIsAFunction() {
        assertEquals(2, rewritten(fill(new Assembler.Code().i32(65536))).functions());
        assertEquals(1, rewritten(fill(new Assembler.Code().i32(64))).functions());
        assertEquals(2, rewritten(fill(new Assembler.Code().i32(-1))).functions(), "unsigned");
        assertEquals(2, rewritten(fill(new Assembler.Code().i32(64).op(Op.I32_EQZ))).functions(), "computed");
        assertEquals(2, rewritten(fill(new Assembler.Code().i32(65536)).add(fill(new Assembler.Code().i32(65537)))).functions(), "one for all");
    }
}
