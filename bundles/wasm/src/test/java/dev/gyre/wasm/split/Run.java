package dev.gyre.wasm.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;

/** What a module does: results or traps of calls, and the state it leaves. */
record Run(List<String> outcomes, List<Long> globals, int memory) {
    static Run of(byte[] wasm, boolean compiled, int globals, String export, long[]... calls) {
        WasmModule module = Parser.parse(wasm);
        Instance.Builder builder = Instance.builder(module).withMemoryFactory(ByteArrayMemory::new);
        if (compiled) {
            builder.withMachineFactory(MachineFactoryCompiler.builder(module).withInterpreterFallback(InterpreterFallback.FAIL).compile());
        }
        Instance instance = builder.build();
        List<String> outcomes = new ArrayList<>();
        for (long[] call : calls) {
            try {
                outcomes.add(Arrays.toString(instance.export(export).apply(call)));
            } catch (RuntimeException e) {
                outcomes.add(trap(e));
            }
        }
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < globals; i++) {
            values.add(instance.exports().global("g" + i).getValue());
        }
        return new Run(outcomes, values, Arrays.hashCode(instance.memory().readBytes(0, instance.memory().pages() * 65536)));
    }

    /** Interpreter and compiler say more or less of the same trap. */
    private static String trap(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        for (String kind : List.of("unreachable", "divide by zero", "overflow", "out of bounds memory", "undefined element", "indirect call type")) {
            if (message.contains(kind)) {
                return kind;
            }
        }
        return e.getClass().getSimpleName();
    }
}
