package dev.gyre.engine.chicory.internal.rewrite;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.OpcodeImpl;
import com.dylibso.chicory.runtime.internal.CompilerInterpreterMachine;
import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.code.CountedInterpreter;
import dev.gyre.engine.chicory.internal.code.MemoryOps;
import dev.gyre.engine.chicory.internal.code.MemoryView;

/** Rewrites the body of one method of Chicory's output, by looking at a few instructions at a time. */
final class CodeRewriter {
    private static final ClassDesc OPCODES = desc(OpcodeImpl.class);
    private static final ClassDesc VIEW = desc(MemoryView.class);
    private static final ClassDesc OPS = desc(MemoryOps.class);
    private static final ClassDesc INSTANCE = desc(Instance.class);
    private static final ClassDesc VALUE = desc(Value.class);
    private static final ClassDesc INTERPRETER = desc(CompilerInterpreterMachine.class);
    private static final ClassDesc COUNTED_INTERPRETER = desc(CountedInterpreter.class);
    private static final MethodTypeDesc CHECK = MethodTypeDesc.of(CD_void, VIEW);
    private static final MethodTypeDesc CHECK_CALL = MethodTypeDesc.of(CD_void, CD_int, VIEW);
    private static final MethodTypeDesc LEAVE = MethodTypeDesc.of(CD_void, CD_int, VIEW);
    private static final MethodTypeDesc LEFT = MethodTypeDesc.of(CD_int, VIEW);
    private static final MethodTypeDesc TO_INSTANCE = MethodTypeDesc.of(INSTANCE, VIEW);
    /** What a function that calls no other may take of the stack and not be asked. */
    private static final int SMALL = 8 << 10;

    private final ModuleNames names;
    private final Map<Integer, ValueType> globals;
    private final List<CodeElement> in;
    private final Frame frame;
    /** Slot of the parameter that is the view; -1 in methods that have none. */
    private final int view;
    private int at;

    /**
     * What a method takes and keeps.
     *
     * @param view   slot of the parameter that is the view; -1 in methods that have none
     * @param counts whether the one behind it, Chicory's instance, becomes what is left of the stack
     * @param bytes  of the stack that a call takes
     */
    record Frame(int view, boolean counts, int bytes) {
        /** Slot of Chicory's instance in what is rewritten. */
        int instance() {
            return counts ? view + 1 : 0;
        }

        /** Slot of what is left of the stack. */
        int left() {
            return view + 1;
        }
    }

    CodeRewriter(ModuleNames names, Map<Integer, ValueType> globals, List<CodeElement> body, Frame frame) {
        this.names = names;
        this.globals = globals;
        this.in = body;
        this.frame = frame;
        this.view = frame.view();
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** @param entry whether the method is a guest's function, which looks whether it has to end, or the stack does, before it calls others */
    void emit(CodeBuilder out, boolean entry) {
        if (frame.counts() && (callsOthers() || frame.bytes() > SMALL)) {
            take(out);
            if (entry) {
                out.iload(frame.left()).aload(view).invokestatic(OPS, "check", CHECK_CALL);
            }
        }
        for (at = 0; at < in.size(); at++) {
            CodeElement element = in.get(at);
            boolean done = switch (element) {
                case InvokeInstruction call -> invoke(call, out);
                case LoadInstruction load -> loadInstance(load, out);
                case NewObjectInstruction made when made.className().asSymbol().equals(INTERPRETER) -> {
                    out.new_(COUNTED_INTERPRETER);
                    yield true;
                }
                case ConstantInstruction constant -> access(constant, out) || readGlobal(at, out) || writeGlobal(at, ValueType.I64, out);
                case ConvertInstruction c when c.opcode() == Opcode.I2L -> writeGlobal(at + 1, ValueType.I32, out);
                default -> false;
            };
            if (!done) {
                out.with(element);
            }
        }
    }

    /** Reckons with the caller's rest as if it were this one's: nothing has to be given back. */
    private void take(CodeBuilder out) {
        if (frame.bytes() <= Short.MAX_VALUE) {
            out.iinc(frame.left(), -frame.bytes());
        } else {
            out.iload(frame.left()).loadConstant(frame.bytes()).isub().istore(frame.left());
        }
    }

    private boolean callsOthers() {
        return in.stream().anyMatch(e -> e instanceof InvokeInstruction c && names.isCode(c.owner().asSymbol()) && !isCheck(c));
    }

    private boolean isCheck(InvokeInstruction call) {
        return names.isShaded(call.owner().asSymbol()) && call.name().equalsString("checkInterruption");
    }

    private Optional<InvokeInstruction> invokeAt(int index) {
        return index < in.size() && in.get(index) instanceof InvokeInstruction call ? Optional.of(call) : Optional.empty();
    }

    private boolean isView(int index) {
        return index >= 0 && index < in.size() && in.get(index) instanceof LoadInstruction l && l.slot() == view && l.opcode().kind() == Opcode.Kind.LOAD
                && l.typeKind() == TypeKind.REFERENCE;
    }

    /** The instance behind the view is what a callee takes: what is left of the stack instead. Elsewhere the view has it. */
    private boolean loadInstance(LoadInstruction load, CodeBuilder out) {
        if (view < 0 || load.slot() != frame.instance() || load.typeKind() != TypeKind.REFERENCE) {
            return false;
        }
        if (isView(at - 1) && isLastArgument()) {
            if (frame.counts()) {
                out.iload(frame.left());
            } else {
                out.aload(view).invokestatic(OPS, "left", LEFT);
            }
            return true;
        }
        if (frame.counts()) {
            out.aload(view).invokestatic(OPS, "instance", TO_INSTANCE);
        }
        return frame.counts();
    }

    /** The callee follows, or the number by which it is chosen. */
    private boolean isLastArgument() {
        return invokeAt(at + 1).filter(c -> names.isCode(c.owner().asSymbol())).isPresent()
                || in.get(at + 1) instanceof LoadInstruction next && next.typeKind() == TypeKind.INT;
    }

    private boolean invoke(InvokeInstruction call, CodeBuilder out) {
        ClassDesc owner = call.owner().asSymbol();
        String name = call.name().stringValue();
        if (owner.equals(OPCODES)) {
            return compare(name, out) || Intrinsics.emit(name, out);
        }
        if (owner.equals(INTERPRETER) && name.equals(INIT_NAME)) {
            out.invokespecial(COUNTED_INTERPRETER, name, call.typeSymbol());
            return true;
        }
        if (names.isShaded(owner)) {
            if (frame.counts() && (name.equals("callIndirect") || name.equals("callHostFunction"))) {
                out.iload(frame.left()).aload(view).invokestatic(OPS, "leave", LEAVE);
            }
            return isCheck(call) ? check(out) : name.equals("i32_ge_u") ? compare("I32_GE_U", out)
                    : isAccess(call) && access(call, out);
        }
        if (names.isCode(owner)) {
            out.invokestatic(owner, name, names.rewritten(call.typeSymbol()));
            return true;
        }
        if (owner.equals(INSTANCE) && name.equals("memory") && call.typeSymbol().parameterCount() == 0) {
            out.with(call).checkcast(names.state());
            return true;
        }
        return owner.equals(VALUE) && (name.equals("floatToLong") && writeGlobal(at + 1, ValueType.F32, out)
                || name.equals("doubleToLong") && writeGlobal(at + 1, ValueType.F64, out));
    }

    /** Before a call nothing is left: the callee looks. A backward branch looks at the flag, and at what the loop check has become. */
    private boolean check(CodeBuilder out) {
        CodeElement next = in.get(at + 1);
        boolean branch = next instanceof BranchInstruction || next instanceof TableSwitchInstruction || next instanceof LookupSwitchInstruction;
        if (branch && view >= 0) {
            out.aload(view).invokestatic(OPS, "check", CHECK);
            out.getstatic(names.state(), StateClass.CHECK, CD_MethodHandle).aload(view).invokevirtual(CD_MethodHandle, "invokeExact", CHECK);
        }
        return true;
    }

    /** A comparison, any number of negations, and a branch. */
    private boolean compare(String opcode, CodeBuilder out) {
        Optional<Comparisons> found = Comparisons.of(opcode);
        if (found.isEmpty()) {
            return false;
        }
        Comparisons comparison = found.get();
        int next = at + 1;
        while (invokeAt(next).filter(c -> c.owner().asSymbol().equals(OPCODES) && c.name().equalsString("I32_EQZ")).isPresent()) {
            comparison = comparison.not();
            next++;
        }
        if (next >= in.size() || !(in.get(next) instanceof BranchInstruction branch)) {
            return false;
        }
        Label target = branch.target();
        if (branch.opcode() == Opcode.IFNE) {
            comparison.emit(out, target);
        } else if (branch.opcode() == Opcode.IFEQ) {
            comparison.not().emit(out, target);
        } else {
            return false;
        }
        at = next;
        return true;
    }

    private boolean isAccess(InvokeInstruction call) {
        String name = call.name().stringValue();
        return (name.startsWith("memoryRead") || name.startsWith("memoryWrite")) && names.isShaded(call.owner().asSymbol());
    }

    /** With offset 0 neither offset nor sum is needed. */
    private boolean access(ConstantInstruction constant, CodeBuilder out) {
        if (!Integer.valueOf(0).equals(constant.constantValue()) || !isView(at + 1)) {
            return false;
        }
        Optional<InvokeInstruction> call = invokeAt(at + 2).filter(this::isAccess);
        call.ifPresent(c -> {
            MethodTypeDesc type = c.typeSymbol();
            int offset = type.parameterCount() - 2;
            out.aload(view).invokestatic(OPS, operation(c), type.changeParameterType(offset + 1, VIEW).dropParameterTypes(offset, offset + 1));
            at += 2;
        });
        return call.isPresent();
    }

    private boolean access(InvokeInstruction call, CodeBuilder out) {
        if (!isView(at - 1)) {
            out.checkcast(VIEW);
        }
        out.invokestatic(OPS, operation(call), call.typeSymbol().changeParameterType(call.typeSymbol().parameterCount() - 1, VIEW));
        return true;
    }

    private static String operation(InvokeInstruction call) {
        String name = call.name().stringValue().substring("memory".length());
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The type of the global's field when the instructions at an index are its number, the instance, and that call. */
    private Optional<ValueType> global(int index, String accessor) {
        return index < in.size() && in.get(index) instanceof ConstantInstruction c && c.constantValue() instanceof Integer number
                && index + 1 < in.size() && in.get(index + 1) instanceof LoadInstruction
                && invokeAt(index + 2).filter(i -> names.isShaded(i.owner().asSymbol()) && i.name().equalsString(accessor)).isPresent()
                && view >= 0 ? Optional.ofNullable(globals.get(number)) : Optional.empty();
    }

    private boolean readGlobal(int index, CodeBuilder out) {
        Optional<ValueType> type = global(index, "readGlobal");
        type.ifPresent(t -> {
            out.aload(view).getfield(names.state(), StateClass.field((int) ((ConstantInstruction) in.get(index)).constantValue()), StateClass.type(t));
            // What follows turns the long into the value; for i64 nothing does.
            at = index + (t == ValueType.I64 ? 2 : 3);
        });
        return type.isPresent();
    }

    /** @param index of the number, after the value was turned into a long, which nothing did for i64 */
    private boolean writeGlobal(int index, ValueType wanted, CodeBuilder out) {
        Optional<ValueType> type = global(index, "writeGlobal").filter(wanted::equals);
        type.ifPresent(t -> {
            out.aload(view);
            if (t == ValueType.I32 || t == ValueType.F32) {
                out.swap();
            } else {
                out.dup_x2().pop();
            }
            out.putfield(names.state(), StateClass.field((int) ((ConstantInstruction) in.get(index)).constantValue()), StateClass.type(t));
            at = index + 2;
        });
        return type.isPresent();
    }
}
