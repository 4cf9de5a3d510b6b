package dev.gyre.engine.graalwasm.internal.run;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/**
 * A host function as one instance calls it.
 *
 * @param instance that imports it; {@code null} for one that stands in a table of the host's making, whose caller is taken to be
 *                 the instance the host has called last: GraalWasm does not tell
 */
record HostCall(HostFunction function, GuestStore store, GuestInstance instance) implements ProxyExecutable {
    @Override
    public Object execute(Value... arguments) {
        Running running = store.running();
        boolean outermost = running.enterHost();
        try {
            running.check();
            long[] results = function.body().call(caller(), Values.arguments(function.type().params(), arguments, store));
            // A host function that swallowed the interrupt does not free the guest from it.
            running.check();
            if (results.length != function.type().results().size()) {
                throw new TrapException(TrapKind.ENGINE_FAILURE, "host function " + function.name() + " gave " + results.length + " results, its type has "
                        + function.type().results().size());
            }
            return Values.result(function.type().results(), results, store);
        } finally {
            running.leaveHost(outermost);
        }
    }

    private Caller caller() {
        if (instance != null) {
            return instance;
        }
        GuestInstance called = store.calling();
        return called == null ? Caller.ofHost(store.data()) : called;
    }
}
