package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;

import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/** A host function as guests call it. Bound once per deploy: it finds the event through the calling instance. */
record HostCall(HostFunction function, int results, boolean references) implements WasmFunctionHandle {
    HostCall(HostFunction function) {
        this(function, function.type().results().size(), References.in(function.type()));
    }

    @Override
    public long[] apply(Instance instance, long... args) {
        return call(GuestMachine.owner(instance), args);
    }

    long[] call(GuestInstance caller, long[] args) {
        GuestStore store = caller.store();
        int left = store.stack().enterHost();
        try {
            store.running().check();
            store.inHost(true);
            long[] result = function.body().call(caller, references ? References.leave(function.type().params(), args, caller) : args);
            store.inHost(false);
            // A host function that swallowed the interrupt does not free the guest from it.
            store.running().check();
            if (result.length != results) {
                throw new TrapException(TrapKind.ENGINE_FAILURE,
                        "host function " + function.name() + " gave " + result.length + " results, its type has " + results);
            }
            return references ? References.enter(function.type().results(), result, caller) : result;
        } catch (RuntimeException | Error e) {
            store.inHost(false);
            store.hostFailed(e);
            throw e;
        } finally {
            store.stack().leaveHost(left);
        }
    }
}
