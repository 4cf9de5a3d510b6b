package dev.gyre.runtime.internal.scan;

/** What the plain instructions do to the height of the stack (WebAssembly 2.0, chapter 5.4, without vectors). Stateless. */
final class Opcodes {
    private Opcodes() {
    }

    /**
     * Passes over an instruction's immediates and moves the stack.
     *
     * @return false for an instruction that is not known here
     */
    static boolean apply(int opcode, WasmReader in, SymbolicStack stack) {
        switch (opcode) {
            case 0x1a -> stack.pop();
            case 0x1b -> replace(stack, 3, 1);
            case 0x1c -> {
                int types = in.count();
                for (int i = 0; i < types; i++) {
                    TypeSection.value(in);
                }
                replace(stack, 3, 1);
            }
            case 0x23, 0xd2 -> {
                in.u32();
                replace(stack, 0, 1);
            }
            case 0x24 -> {
                in.u32();
                stack.pop();
            }
            case 0x25 -> {
                in.u32();
                replace(stack, 1, 1);
            }
            case 0x26 -> {
                in.u32();
                replace(stack, 2, 0);
            }
            case 0x3f -> {
                in.u32();
                replace(stack, 0, 1);
            }
            case 0x40 -> {
                in.u32();
                replace(stack, 1, 1);
            }
            case 0x42 -> {
                in.s64();
                replace(stack, 0, 1);
            }
            case 0x43 -> {
                in.skip(4);
                replace(stack, 0, 1);
            }
            case 0x44 -> {
                in.skip(8);
                replace(stack, 0, 1);
            }
            case 0xd0 -> {
                in.s64();
                replace(stack, 0, 1);
            }
            case 0xd1 -> replace(stack, 1, 1);
            default -> {
                if (opcode < 0x45 || opcode > 0xc4) {
                    return false;
                }
                replace(stack, unary(opcode) ? 1 : 2, 1);
            }
        }
        return true;
    }

    /** Tests, clz to popcnt, abs to sqrt, and all conversions take one operand; the other numeric instructions take two. */
    private static boolean unary(int opcode) {
        return opcode == 0x45 || opcode == 0x50 || opcode >= 0x67 && opcode <= 0x69 || opcode >= 0x79 && opcode <= 0x7b
                || opcode >= 0x8b && opcode <= 0x91 || opcode >= 0x99 && opcode <= 0x9f || opcode >= 0xa7;
    }

    /** The same for an instruction behind the prefix {@code 0xfc}: saturating truncation and bulk memory. */
    static boolean applyPrefixed(int opcode, WasmReader in, SymbolicStack stack) {
        switch (opcode) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> replace(stack, 1, 1);
            case 8, 10, 12, 14 -> {
                in.u32();
                in.u32();
                replace(stack, 3, 0);
            }
            case 9, 13 -> in.u32();
            case 11, 17 -> {
                in.u32();
                replace(stack, 3, 0);
            }
            case 15 -> {
                in.u32();
                replace(stack, 2, 1);
            }
            case 16 -> {
                in.u32();
                replace(stack, 0, 1);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void replace(SymbolicStack stack, int taken, int given) {
        stack.pop(taken);
        stack.pushUnknown(given);
    }
}
