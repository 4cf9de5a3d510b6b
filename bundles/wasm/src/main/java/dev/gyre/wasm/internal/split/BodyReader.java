package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.wasm.CodeBody;
import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;

/**
 * Reads a function's body into instructions that name their labels. Code that cannot be reached is left out, so that the
 * height of the operand stack is known everywhere. For one thread.
 */
final class BodyReader {
    private static final int MOST_LOCALS = 50_000;

    private final ModuleBinary module;
    private final StackEffect effect;
    private final List<Ins> out = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private CodeReader in;

    BodyReader(ModuleBinary module) {
        this.module = module;
        this.effect = new StackEffect(module);
    }

    /** @throws UnsplittableException when it uses what cannot be moved */
    Func read(int function) {
        CodeBody body = module.body(function).orElseThrow();
        FuncType type = module.typeOf(function).orElseThrow(() -> new UnsplittableException("its type is not known"));
        Root root = new Root(function, type, locals(type, body));
        labels.add(root.body);
        in = new CodeReader(module.bytes(), body.code());
        int dead = 0;
        boolean reachable = true;
        while (in.next() && in.depth() >= 0) {
            int op = in.op();
            boolean opens = op == Op.BLOCK || op == Op.LOOP || op == Op.IF || op == Op.TRY || op == Op.TRY_TABLE;
            if (!reachable) {
                // inside what cannot be reached only the nesting counts
                if (opens) {
                    dead++;
                    continue;
                }
                if (dead > 0) {
                    dead -= op == Op.END || op == Op.DELEGATE ? 1 : 0;
                    continue;
                }
                if (op != Op.END && op != Op.ELSE && op != Op.CATCH && op != Op.CATCH_ALL && op != Op.DELEGATE) {
                    continue;
                }
                reachable = true;
            }
            Ins ins = instruction(root, opens);
            out.add(ins);
            reachable = !ins.isTerminal();
        }
        return Func.whole(root, out);
    }

    private static List<ValType> locals(FuncType type, CodeBody body) {
        List<ValType> locals = new ArrayList<>(type.params());
        for (CodeBody.Run run : body.locals()) {
            if (locals.size() + run.count() > MOST_LOCALS) {
                throw new UnsplittableException("it has more than " + MOST_LOCALS + " local variables");
            }
            for (long n = run.count(); n > 0; n--) {
                locals.add(run.type());
            }
        }
        return locals;
    }

    private Ins instruction(Root root, boolean opens) {
        int op = in.op();
        Label label = null;
        Label[] targets = null;
        int local = -1;
        if (op == Op.TRY_TABLE) {
            targets = targets();
        }
        if (opens) {
            label = open(op);
            labels.add(label);
        } else {
            switch (op) {
                case Op.END -> label = labels.removeLast();
                case Op.ELSE, Op.CATCH, Op.CATCH_ALL -> label = labels.getLast();
                case Op.DELEGATE -> {
                    label = labels.removeLast();
                    targets = new Label[] {target(in.index())};
                }
                case Op.BR, Op.BR_IF, Op.RETHROW, Op.BR_ON_NULL, Op.BR_ON_NON_NULL, Op.BR_ON_CAST, Op.BR_ON_CAST_FAIL ->
                    targets = new Label[] {target(in.index())};
                case Op.BR_TABLE -> targets = targets();
                case Op.LOCAL_GET, Op.LOCAL_SET, Op.LOCAL_TEE -> {
                    local = in.index();
                    if (local >= root.locals.size()) {
                        throw new UnsplittableException("it names local variable " + local + " of " + root.locals.size());
                    }
                }
                default -> { }
            }
        }
        if (labels.isEmpty()) {
            throw new UnsplittableException("its blocks end too often");
        }
        effect.of(in);
        Ins ins = Ins.read(op, module.bytes(), in.start(), in.end(), label, targets, local, effect.pops(), effect.pushes());
        JvmSize.estimate(ins, in.value(), effect.pushes());
        return ins;
    }

    private Label open(int op) {
        long type = in.value();
        if (type >= 0) {
            FuncType f = module.funcType((int) type).orElseThrow(() -> new UnsplittableException("it names type " + type + ", which is no function's"));
            return new Label(op, f.params(), f.results());
        }
        return new Label(op, List.of(), type == CodeReader.EMPTY_TYPE ? List.of() : List.of(in.type()));
    }

    private Label[] targets() {
        Label[] targets = new Label[in.labels()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = target(in.label(i));
        }
        return targets;
    }

    private Label target(int depth) {
        if (depth >= labels.size()) {
            throw new UnsplittableException("it branches to label " + depth + " of " + labels.size());
        }
        return labels.get(labels.size() - 1 - depth);
    }
}
