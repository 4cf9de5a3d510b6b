package dev.gyre.component.internal.runtime;

import java.util.Optional;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.component.internal.binary.BuiltinKind;

/** Core functions of the runtime: resources, and the storage of a call. Immutable and thread-safe. */
public final class Builtin implements HostFunction.Body {
    private final BuiltinKind kind;
    private final int instance;
    private final Optional<ResourceDesc> resource;
    private final int slot;

    /** @param slot of the storage, for {@code context.get} and {@code context.set} */
    public Builtin(BuiltinKind kind, int instance, Optional<ResourceDesc> resource, int slot) {
        this.kind = kind;
        this.instance = instance;
        this.resource = resource;
        this.slot = slot;
    }

    @Override
    public long[] call(Caller caller, long[] args) {
        Running rt = Running.of(caller);
        InstanceState state = rt.instance(instance);
        return switch (kind) {
            case RESOURCE_NEW -> {
                state.checkMayLeave();
                yield new long[] {state.handles.add(new Handle(resource.orElseThrow(), new Rep((int) args[0], null), true, null))};
            }
            case RESOURCE_REP -> new long[] {LiftScope.typed(state.handles.get((int) args[0]), resource.orElseThrow()).rep};
            case RESOURCE_DROP -> {
                drop(rt, state, (int) args[0]);
                yield HostFunction.NOTHING;
            }
            case CONTEXT_GET -> new long[] {rt.current.context(slot)};
            case CONTEXT_SET -> {
                rt.current.context(slot, (int) args[0]);
                yield HostFunction.NOTHING;
            }
            case BACKPRESSURE_INC -> {
                state.backpressure(1);
                yield HostFunction.NOTHING;
            }
            case BACKPRESSURE_DEC -> {
                state.backpressure(-1);
                yield HostFunction.NOTHING;
            }
            default -> {
                state.checkMayLeave();
                throw Traps.abi(kind + " needs WASI 0.3 async, which is not supported");
            }
        };
    }

    private void drop(Running rt, InstanceState state, int index) {
        state.checkMayLeave();
        ResourceDesc type = resource.orElseThrow();
        Handle handle = LiftScope.typed(state.handles.remove(index), type);
        if (handle.lends != 0) {
            throw Traps.abi("cannot remove owned resource while borrowed");
        }
        if (!handle.own) {
            handle.scope.borrows--;
        } else if (type.host().isPresent()) {
            type.host().get().destructor().drop(rt, handle.object);
        } else {
            Destructors.run(rt, type, handle.rep, state);
        }
    }
}
