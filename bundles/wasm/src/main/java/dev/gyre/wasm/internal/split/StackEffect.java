package dev.gyre.wasm.internal.split;

import java.util.List;

import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.EntityKind;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;
import dev.gyre.wasm.TypeDef;

/** How many operands instructions take and give, those that depend on types included. For one thread. */
final class StackEffect {
    private final ModuleBinary module;
    private final List<TypeDef> types;
    private final List<EntityType> tags;
    private int pops;
    private int pushes;

    StackEffect(ModuleBinary module) {
        this.module = module;
        this.types = module.types();
        this.tags = module.all(EntityKind.TAG);
    }

    int pops() {
        return pops;
    }

    int pushes() {
        return pushes;
    }

    /** @throws UnsplittableException when it names a type, function or tag there is not */
    void of(CodeReader in) {
        int op = in.op();
        String signature = Op.signature(op).orElse(null);
        if (signature != null) {
            pops = signature.indexOf('>');
            pushes = signature.length() - pops - 1;
            return;
        }
        switch (op) {
            case Op.CALL, Op.RETURN_CALL -> function(module.typeOf(in.index()).orElseThrow(() -> lacks("function", in.index())), 0);
            case Op.CALL_INDIRECT, Op.RETURN_CALL_INDIRECT, Op.CALL_REF, Op.RETURN_CALL_REF ->
                function(module.funcType(in.index()).orElseThrow(() -> lacks("type", in.index())), 1);
            case Op.THROW -> set(tag(in.index()).params().size(), 0);
            case Op.CATCH -> set(0, tag(in.index()).params().size());
            case Op.IF, Op.BR_IF, Op.BR_TABLE, Op.DROP, Op.LOCAL_SET, Op.GLOBAL_SET, Op.THROW_REF -> set(1, 0);
            case Op.LOCAL_GET, Op.GLOBAL_GET -> set(0, 1);
            case Op.LOCAL_TEE, Op.TABLE_GET -> set(1, 1);
            case Op.TABLE_SET -> set(2, 0);
            case Op.SELECT, Op.SELECT_TYPED -> set(3, 1);
            // what they leave where they do not branch; where they do they are not split
            case Op.BR_ON_NULL, Op.BR_ON_CAST, Op.BR_ON_CAST_FAIL -> set(1, 1);
            case Op.BR_ON_NON_NULL -> set(1, 0);
            default -> {
                if (op >> 16 == 0xfb) {
                    aggregate(op & 0xffff, in);
                } else {
                    set(0, 0);
                }
            }
        }
    }

    private FuncType tag(int index) {
        if (index >= tags.size()) {
            throw lacks("tag", index);
        }
        return module.funcType(((EntityType.Tag) tags.get(index)).type()).orElseThrow(() -> lacks("tag", index));
    }

    private void aggregate(int sub, CodeReader in) {
        switch (sub) {
            case 0x00 -> {
                if (in.index() >= types.size() || !(types.get(in.index()) instanceof TypeDef.Struct s)) {
                    throw lacks("struct", in.index());
                }
                set(s.fields().size(), 1);
            }
            case 0x02, 0x03, 0x04, 0x07 -> set(1, 1);
            case 0x05 -> set(2, 0);
            case 0x06, 0x0b, 0x0c, 0x0d -> set(2, 1);
            case 0x08 -> set(in.second(), 1);
            case 0x0e -> set(3, 0);
            case 0x10 -> set(4, 0);
            default -> throw new UnsplittableException("it uses " + Op.toString(in.op()));
        }
    }

    private void function(FuncType type, int more) {
        set(type.params().size() + more, type.results().size());
    }

    private void set(int taken, int given) {
        pops = taken;
        pushes = given;
    }

    private static UnsplittableException lacks(String what, int index) {
        return new UnsplittableException("it names " + what + " " + index + ", which is not there");
    }
}
