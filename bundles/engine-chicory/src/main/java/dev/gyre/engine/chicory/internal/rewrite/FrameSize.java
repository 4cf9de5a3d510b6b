package dev.gyre.engine.chicory.internal.rewrite;

import java.lang.classfile.attribute.CodeAttribute;

/** How much of the stack a call of a method may take. */
final class FrameSize {
    /** Of an interpreted method: what the JVM keeps of its caller and of where it is; and what the rewriter adds. */
    private static final int FIXED = 128;
    private static final int VALUE = 8;

    private FrameSize() {
    }

    static int of(CodeAttribute code) {
        return FIXED + VALUE * (code.maxLocals() + code.maxStack());
    }
}
