package dev.gyre.engine.chicory.internal.rewrite;

import java.lang.classfile.attribute.CodeAttribute;

/**
 * How much of the stack a call of a method may take at most, as a rule. HotSpot's interpreter has a place for each local variable and each
 * operand, and what its second compiler makes takes less. Its first compiler gives everything a place of its own that is alive at some call:
 * the larger a method the more, of hundreds of functions of real guests 0.4 bytes for each of bytecode at most. Methods that choose a function
 * are long lists of calls.
 */
final class FrameSize {
    private static final int FIXED = 192;
    private static final int VALUE = 8;
    private static final int FUNCTION = 2;
    private static final int CHOICE = 6;

    private FrameSize() {
    }

    /** In bytes. @param function whether it is a guest's function, or chooses one */
    static int of(CodeAttribute code, boolean function) {
        return FIXED + VALUE * (code.maxLocals() + code.maxStack()) + code.codeLength() / (function ? FUNCTION : CHOICE);
    }
}
