package dev.gyre.component.internal.binary;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.component.internal.abi.Encoding;
import dev.gyre.component.internal.abi.Layout;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmInput;

/** Reads canonical definitions. For one thread. */
final class CanonReader {
    private static final ValueType I32 = ValueType.I32;
    private static final ExternType.Func REALLOC = new ExternType.Func(List.of(I32, I32, I32, I32), List.of(I32));
    private static final ExternType.Func CALLBACK = new ExternType.Func(List.of(I32, I32, I32), List.of(I32));

    private final Scope scope;
    private final TypeReader types;

    CanonReader(Scope scope, TypeReader types) {
        this.scope = scope;
        this.types = types;
    }

    void read(WasmInput in) {
        int code = in.u8();
        switch (code) {
            case 0x00 -> lift(in);
            case 0x01 -> lower(in);
            case 0x02 -> resource(in, BuiltinKind.RESOURCE_NEW, List.of(I32), List.of(I32));
            case 0x03 -> resource(in, BuiltinKind.RESOURCE_DROP, List.of(I32), List.of());
            case 0x04 -> resource(in, BuiltinKind.RESOURCE_REP, List.of(I32), List.of(I32));
            case 0x0a -> context(in, BuiltinKind.CONTEXT_GET);
            case 0x0b -> context(in, BuiltinKind.CONTEXT_SET);
            case 0x09 -> taskReturn(in);
            default -> async(code, in);
        }
    }

    private void lift(WasmInput in) {
        zero(in);
        int func = in.u32();
        CanonOptions options = options(in);
        FuncType type = types.funcType(in.u32());
        ExternType.Func core = Scope.at(scope.coreFuncs, func, Sort.CORE_FUNC);
        if (options.async() && !type.async()) {
            throw new ComponentException("the `async` canonical option requires an async function type");
        }
        if (options.callback().isPresent() && !options.async()) {
            throw new ComponentException("cannot specify callback without async");
        }
        if (options.async() && options.postReturn().isPresent()) {
            throw new ComponentException("cannot specify post-return function in async");
        }
        boolean params = Layout.needsMemory(type.params().stream().map(FuncType.Param::type).toList());
        require(options, params || !options.async() && resultNeedsMemory(type), params);
        ExternType.Func flat = Layout.lifted(type, options.async(), options.callback().isPresent());
        if (!flat.equals(core)) {
            throw new ComponentException("lowered parameter types `" + flat.params() + "` do not match parameter types `" + core.params()
                    + "`, or lowered result types `" + flat.results() + "` do not match result types `" + core.results() + "`");
        }
        options.postReturn().ifPresent(p -> {
            if (!Scope.at(scope.coreFuncs, p, Sort.CORE_FUNC).equals(new ExternType.Func(core.results(), List.of()))) {
                throw new ComponentException("canonical option `post-return` uses a core function with an incorrect signature");
            }
        });
        scope.funcs.add(type);
        scope.steps.add(new Step.Lift(func, options, type));
    }

    private static boolean resultNeedsMemory(FuncType type) {
        return type.result().filter(r -> Layout.needsMemory(List.of(r)) || Layout.flatten(List.of(r)).size() > Layout.MAX_FLAT_RESULTS).isPresent();
    }

    private void lower(WasmInput in) {
        zero(in);
        int func = in.u32();
        CanonOptions options = options(in);
        FuncType type = Scope.at(scope.funcs, func, Sort.FUNC);
        if (options.postReturn().isPresent()) {
            throw new ComponentException("canonical option `post-return` cannot be specified for lowerings");
        }
        if (options.callback().isPresent()) {
            throw new ComponentException("canonical option `callback` cannot be specified for lowerings");
        }
        if (options.async() && !type.async()) {
            throw new ComponentException("the `async` canonical option requires an async function type");
        }
        boolean results = type.result().filter(r -> Layout.containsPointer(r)).isPresent();
        List<dev.gyre.component.type.ValueType> params = type.params().stream().map(FuncType.Param::type).toList();
        boolean memory = Layout.needsMemory(params) || resultNeedsMemory(type) || options.async() && type.result().isPresent()
                || options.async() && Layout.flatten(params).size() > Layout.MAX_FLAT_ASYNC_PARAMS;
        require(options, memory, results);
        ExternType.Func core = Layout.lowered(type, options.async());
        scope.coreFuncs.add(core);
        scope.steps.add(new Step.Lower(func, options, type, core));
    }

    private static void require(CanonOptions options, boolean memory, boolean realloc) {
        if (memory && options.memory().isEmpty()) {
            throw new ComponentException("canonical option `memory` is required");
        }
        if (realloc && options.realloc().isEmpty()) {
            throw new ComponentException("canonical option `realloc` is required");
        }
    }

    private void zero(WasmInput in) {
        if (in.u8() != 0) {
            throw in.damaged("only functions can be lifted and lowered");
        }
    }

    private void resource(WasmInput in, BuiltinKind kind, List<ValueType> params, List<ValueType> results) {
        int index = in.u32();
        if (!(Scope.at(scope.types, index, Sort.TYPE).type() instanceof Ty.Resource(ResourceType.Local type))) {
            throw new ComponentException("type index " + index + " is not a resource type");
        }
        if (kind != BuiltinKind.RESOURCE_DROP
                && scope.steps.stream().noneMatch(s -> s instanceof Step.Resource r && r.type().equals(type))) {
            throw new ComponentException("type index " + index + " is not a local resource: " + kind + " is for the component that defines it");
        }
        builtin(kind, Optional.of(type), 0, params, results);
    }

    private void context(WasmInput in, BuiltinKind kind) {
        ValType type = ValType.read(in);
        int slot = in.u32();
        if (!type.equals(ValType.I32)) {
            throw new ComponentException(kind + " of " + type + " is not supported");
        }
        if (slot > 1) {
            throw new ComponentException("immediate of " + kind + " must be zero or one, not " + slot);
        }
        boolean get = kind == BuiltinKind.CONTEXT_GET;
        builtin(kind, Optional.empty(), slot, get ? List.of() : List.of(I32), get ? List.of(I32) : List.of());
    }

    private void builtin(BuiltinKind kind, Optional<ResourceType> resource, int slot, List<ValueType> params, List<ValueType> results) {
        ExternType.Func core = new ExternType.Func(params, results);
        scope.coreFuncs.add(core);
        scope.steps.add(new Step.Builtin(kind, resource, slot, core));
    }

    private void builtin(BuiltinKind kind, List<ValueType> params, List<ValueType> results) {
        builtin(kind, Optional.empty(), 0, params, results);
    }

    private void taskReturn(WasmInput in) {
        Optional<dev.gyre.component.type.ValueType> result = new ValueTypeReader(in, scope).result();
        options(in);
        List<ValueType> flat = Layout.flatten(result.stream().toList());
        builtin(BuiltinKind.TASK_RETURN, flat.size() > Layout.MAX_FLAT_PARAMS ? List.of(I32) : flat, List.of());
    }

    /** What only WASI 0.3 needs: there, so that components that import it without calling it work. */
    private void async(int code, WasmInput in) {
        switch (code) {
            case 0x24 -> builtin(BuiltinKind.BACKPRESSURE_INC, List.of(), List.of());
            case 0x25 -> builtin(BuiltinKind.BACKPRESSURE_DEC, List.of(), List.of());
            case 0x05 -> builtin(BuiltinKind.TASK_CANCEL, List.of(), List.of());
            case 0x06 -> {
                ValueTypeReader.flag(in);
                builtin(BuiltinKind.SUBTASK_CANCEL, List.of(I32), List.of(I32));
            }
            case 0x0d -> builtin(BuiltinKind.SUBTASK_DROP, List.of(I32), List.of());
            case 0x0c -> {
                ValueTypeReader.flag(in);
                builtin(BuiltinKind.THREAD_YIELD, List.of(), List.of(I32));
            }
            case 0x1f -> builtin(BuiltinKind.WAITABLE_SET_NEW, List.of(), List.of(I32));
            case 0x20, 0x21 -> {
                ValueTypeReader.flag(in);
                Scope.at(scope.memories, in.u32(), Sort.CORE_MEMORY);
                builtin(code == 0x20 ? BuiltinKind.WAITABLE_SET_WAIT : BuiltinKind.WAITABLE_SET_POLL, List.of(I32, I32), List.of(I32));
            }
            case 0x22 -> builtin(BuiltinKind.WAITABLE_SET_DROP, List.of(I32), List.of());
            case 0x23 -> builtin(BuiltinKind.WAITABLE_JOIN, List.of(I32, I32), List.of());
            case 0x1c, 0x1d -> {
                options(in);
                builtin(code == 0x1c ? BuiltinKind.ERROR_CONTEXT_NEW : BuiltinKind.ERROR_CONTEXT_DEBUG_MESSAGE, List.of(I32, I32),
                        code == 0x1c ? List.of(I32) : List.of());
            }
            case 0x1e -> builtin(BuiltinKind.ERROR_CONTEXT_DROP, List.of(I32), List.of());
            case 0x26 -> builtin(BuiltinKind.THREAD_INDEX, List.of(), List.of(I32));
            case 0x27 -> {
                Scope.at(scope.coreTypes, in.u32(), Sort.CORE_TYPE);
                Scope.at(scope.tables, in.u32(), Sort.CORE_TABLE);
                builtin(BuiltinKind.THREAD_NEW_INDIRECT, List.of(I32, I32), List.of(I32));
            }
            case 0x28 -> builtin(BuiltinKind.THREAD_RESUME_LATER, List.of(I32), List.of());
            case 0x29 -> {
                ValueTypeReader.flag(in);
                builtin(BuiltinKind.THREAD_SUSPEND, List.of(), List.of(I32));
            }
            case 0x2a, 0x2b, 0x2c, 0x2d -> {
                ValueTypeReader.flag(in);
                builtin(BuiltinKind.values()[BuiltinKind.THREAD_SUSPEND_THEN_RESUME.ordinal() + code - 0x2a], List.of(I32), List.of(I32));
            }
            default -> {
                if (code < 0x0e || code > 0x1b) {
                    throw in.damaged("canonical function 0x" + Integer.toHexString(code) + " is not supported");
                }
                streamOrFuture(code, in);
            }
        }
    }

    private void streamOrFuture(int code, WasmInput in) {
        int index = in.u32();
        boolean stream = code < 0x15;
        Ty type = Scope.at(scope.types, index, Sort.TYPE).type();
        if (!(type instanceof Ty.Value(dev.gyre.component.type.ValueType v))
                || !(stream ? v instanceof dev.gyre.component.type.ValueType.StreamType : v instanceof dev.gyre.component.type.ValueType.FutureType)) {
            throw new ComponentException("type index " + index + " is not a " + (stream ? "stream" : "future") + " type");
        }
        int operation = stream ? code - 0x0e : code - 0x15;
        BuiltinKind kind = BuiltinKind.values()[(stream ? BuiltinKind.STREAM_NEW : BuiltinKind.FUTURE_NEW).ordinal() + operation];
        switch (operation) {
            case 0 -> builtin(kind, List.of(), List.of(ValueType.I64));
            case 1, 2 -> {
                options(in);
                builtin(kind, stream ? List.of(I32, I32, I32) : List.of(I32, I32), List.of(I32));
            }
            case 3, 4 -> {
                ValueTypeReader.flag(in);
                builtin(kind, List.of(I32), List.of(I32));
            }
            default -> builtin(kind, List.of(I32), List.of());
        }
    }

    private CanonOptions options(WasmInput in) {
        Optional<Encoding> encoding = Optional.empty();
        OptionalInt[] indices = {OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()};
        String[] names = {"memory", "realloc", "post-return", "callback"};
        boolean async = false;
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int code = in.u8();
            switch (code) {
                case 0, 1, 2 -> {
                    Encoding chosen = Encoding.values()[code];
                    if (encoding.isPresent()) {
                        throw new ComponentException("canonical encoding option `" + encoding.get() + "` conflicts with option `" + chosen + "`");
                    }
                    encoding = Optional.of(chosen);
                }
                case 3, 4, 5, 7 -> {
                    int at = code == 7 ? 3 : code - 3;
                    if (indices[at].isPresent()) {
                        throw new ComponentException("canonical option `" + names[at] + "` is specified more than once");
                    }
                    indices[at] = OptionalInt.of(in.u32());
                }
                case 6 -> {
                    if (async) {
                        throw new ComponentException("canonical option `async` is specified more than once");
                    }
                    async = true;
                }
                default -> throw in.damaged("0x" + Integer.toHexString(code) + " is no canonical option");
            }
        }
        indices[0].ifPresent(m -> {
            ExternType.Mem memory = Scope.at(scope.memories, m, Sort.CORE_MEMORY);
            if (memory.memory64() || memory.shared()) {
                throw new ComponentException("canonical option `memory` must be a 32-bit memory that is not shared");
            }
        });
        indices[1].ifPresent(r -> {
            if (indices[0].isEmpty()) {
                throw new ComponentException("canonical option `realloc` requires `memory` to also be specified");
            }
            signature(r, REALLOC, "realloc");
        });
        indices[3].ifPresent(c -> signature(c, CALLBACK, "callback"));
        return new CanonOptions(encoding.orElse(Encoding.UTF8), indices[0], indices[1], indices[2], async, indices[3]);
    }

    private void signature(int func, ExternType.Func wanted, String option) {
        if (!Scope.at(scope.coreFuncs, func, Sort.CORE_FUNC).equals(wanted)) {
            throw new ComponentException("canonical option `" + option + "` uses a core function with an incorrect signature");
        }
    }
}
