package dev.gyre.wasi.p1.internal.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;
import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.p1.internal.WasiEvent;
import dev.gyre.wasi.p1.internal.abi.Abi;
import dev.gyre.wasi.p1.internal.abi.Errno;
import dev.gyre.wasi.p1.internal.abi.ErrnoException;

/** The functions of one snapshot. Immutable once made, and thread-safe then. */
public final class FunctionTable {
    private final Abi abi;
    private final StateKey<WasiEvent> key;
    private final Map<String, HostFunction> functions = new HashMap<>();

    public FunctionTable(Abi abi, StateKey<WasiEvent> key) {
        this.abi = abi;
        this.key = key;
        EnvironmentCalls.register(this);
        ProcessCalls.register(this);
        DescriptorCalls.register(this);
        FileCalls.register(this);
        PathCalls.register(this);
        LinkCalls.register(this);
        PollCalls.register(this);
        SocketCalls.register(this);
    }

    /** Whether these are the functions of an import module. */
    public boolean answers(String module) {
        return abi.module().equals(module);
    }

    public Optional<HostFunction> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    public Set<String> names() {
        return Set.copyOf(functions.keySet());
    }

    Abi abi() {
        return abi;
    }

    /** @param parameters {@code i} for an i32, {@code l} for an i64 */
    void add(String name, String parameters, Operation operation) {
        put(name, parameters, List.of(ValueType.I32), call -> new long[] {run(operation, call).number()});
    }

    /** The same without a result. */
    void addVoid(String name, String parameters, Operation operation) {
        put(name, parameters, List.of(), call -> {
            run(operation, call);
            return HostFunction.NOTHING;
        });
    }

    private void put(String name, String parameters, List<ValueType> results, Body body) {
        List<ValueType> types = parameters.chars().mapToObj(c -> c == 'i' ? ValueType.I32 : ValueType.I64).toList();
        functions.put(name, new HostFunction(abi.module() + "." + name, new ExternType.Func(types, results),
                (caller, args) -> body.run(new Call(caller, args, HostContext.of(caller).state(key)))));
    }

    private static Errno run(Operation operation, Call call) {
        try {
            return operation.run(call);
        } catch (ErrnoException e) {
            return e.errno();
        } catch (WasiException e) {
            return Errno.of(e.error());
        } catch (TrapException e) {
            if (e.kind() == TrapKind.OUT_OF_BOUNDS_MEMORY) {
                return Errno.FAULT;
            }
            throw e;
        }
    }

    /** What a function does. */
    interface Operation {
        Errno run(Call call);
    }

    private interface Body {
        long[] run(Call call);
    }
}
