package dev.gyre.engine.chicory.internal.rewrite;

import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeInstruction;

/**
 * How much of the stack a call of a method may take at most, as a rule. HotSpot's interpreter has a place for each local variable and each
 * operand, and what its second compiler makes takes less. Its first compiler gives everything a place of its own that is alive at some call:
 * the larger a method the more, of hundreds of functions of real guests 0.4 bytes for each of bytecode at most. Methods that choose a function
 * are long lists of calls. Host functions may be compiled into those who call them.
 *
 * @param imported the functions of lower numbers are the host's
 */
record FrameSize(int imported) {
    static final String FUNCTION = "func_";
    private static final int FIXED = 192;
    private static final int VALUE = 8;
    private static final int IN_FUNCTION = 2;
    private static final int IN_CHOICE = 6;
    private static final int HOST = 1024;

    /** In bytes. @param function whether it is a guest's function, or chooses one */
    int of(CodeAttribute code, boolean function) {
        int values = FIXED + VALUE * (code.maxLocals() + code.maxStack());
        return function ? values + code.codeLength() / IN_FUNCTION + (asksHost(code) ? HOST : 0) : values + code.codeLength() / IN_CHOICE;
    }

    private boolean asksHost(CodeAttribute code) {
        return code.elementStream().anyMatch(e -> e instanceof InvokeInstruction call && isHost(call.name().stringValue()));
    }

    private boolean isHost(String callee) {
        return callee.startsWith(FUNCTION) && Integer.parseInt(callee.substring(FUNCTION.length())) < imported;
    }
}
