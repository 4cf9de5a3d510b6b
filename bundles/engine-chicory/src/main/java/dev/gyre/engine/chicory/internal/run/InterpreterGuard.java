package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.Instruction;

/**
 * Looks before each instruction of an interpreted function after what the interpreter of Chicory 1.7.5 does not: whether a loop with a
 * conditional branch has to end, and whether three of the stores are in bounds, whose address and offset it adds in 32 bits. Stateless.
 */
public final class InterpreterGuard implements ExecutionListener {
    public static final InterpreterGuard INSTANCE = new InterpreterGuard();

    private InterpreterGuard() {
    }

    @Override
    public void onExecution(Instruction instruction, MStack stack) {
        switch (instruction.opcode()) {
            case BR_IF, BR_TABLE -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new ChicoryInterruptedException("Thread interrupted");
                }
            }
            case I32_STORE8, I64_STORE8, I64_STORE32 -> {
                long value = stack.pop();
                if ((int) stack.peek() < 0) { // no memory has 2 GiB
                    throw new WasmRuntimeException("out of bounds memory access");
                }
                stack.push(value);
            }
            default -> {
                // the interpreter does what it should
            }
        }
    }
}
