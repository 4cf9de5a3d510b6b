package dev.gyre.component.internal.abi;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Writes a switch over the cases of a variant that have a payload. Stateless. */
final class Cases {
    private Cases() {
    }

    interface Payload {
        void write(int index, Codec payload);
    }

    /**
     * @param index  local variable
     * @param wanted of the cases with a payload, which need code
     */
    static void write(CodeBuilder c, VariantCodec codec, int index, IntPredicate wanted, Payload payload) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < codec.cases.length; i++) {
            if (codec.cases[i].isPresent() && wanted.test(i)) {
                cases.add(SwitchCase.of(i, c.newLabel()));
            }
        }
        if (cases.isEmpty()) {
            return;
        }
        Label end = c.newLabel();
        c.iload(index).lookupswitch(end, cases);
        for (SwitchCase one : cases) {
            c.labelBinding(one.target());
            payload.write(one.caseValue(), codec.cases[one.caseValue()].orElseThrow());
            c.goto_(end);
        }
        c.labelBinding(end);
    }

    /** Gives core values the form that the place of several cases has. */
    static void widen(CodeBuilder c, VariantCodec codec, int index, Place payload) {
        for (int i = 0; i < codec.cases[index].orElseThrow().flat; i++) {
            VariantCodec.Widening widening = codec.widening(index, i);
            if (widening != VariantCodec.Widening.NONE) {
                payload.plus(i).push(c);
                c.dup2().laload();
                if (widening == VariantCodec.Widening.ZEROS) {
                    c.loadConstant(0xffffffffL).land();
                } else {
                    c.l2i().i2l();
                }
                c.lastore();
            }
        }
    }
}
