package dev.gyre.engine.chicory.internal.code;

import java.util.Deque;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.internal.CompilerInterpreterMachine;
import com.dylibso.chicory.wasm.types.FunctionType;

/** Runs the functions that have no room in a method of the JVM; their calls take from the stack, too. For the store's thread. */
public final class CountedInterpreter extends CompilerInterpreterMachine {
    /** A call from one interpreted function to another: 1.3 KB seen, before HotSpot compiled any of the interpreter. */
    private static final int FRAME = 1536;

    public CountedInterpreter(Instance instance, int[] functions) {
        super(instance, functions);
    }

    @Override
    protected long[] call(MStack stack, Instance instance, Deque<StackFrame> callStack, int function, long[] args, FunctionType type, boolean popResults) {
        MemoryView view = (MemoryView) instance.memory();
        int before = view.stack.bytes;
        view.stack.bytes = before - FRAME;
        try {
            MemoryOps.check(before - FRAME, view);
            return super.call(stack, instance, callStack, function, args, type, popResults);
        } finally {
            view.stack.bytes = before;
        }
    }
}
