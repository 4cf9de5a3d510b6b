package dev.gyre.runtime.internal.event;

import java.util.Optional;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ExportedFunc;
import dev.gyre.component.link.LinkedComponent;

/** An event's instance. For the event's thread. */
sealed interface GuestInstance {
    /** Of a core module. */
    record Core(CoreInstance core) implements GuestInstance {
        @Override
        public long[] call(String export, long[] args) {
            CoreFunction function = core.function(export).orElseThrow(() -> missing("the module", export));
            return function.call(args);
        }

        @Override
        public Optional<Object> invoke(String interfaceName, String function, Object[] args) {
            throw missing("a core module", interfaceName + " " + function);
        }

        @Override
        public void end() {
            // its store is closed
        }
    }

    /** Of a component of the component model. */
    record Composed(LinkedComponent linked, ComponentInstance instance) implements GuestInstance {
        @Override
        public CoreInstance core() {
            throw new IllegalStateException("a component of the component model is no core instance: call the functions of its interfaces");
        }

        @Override
        public long[] call(String export, long[] args) {
            throw missing("a component of the component model", export);
        }

        @Override
        public Optional<Object> invoke(String interfaceName, String function, Object[] args) {
            ExportedFunc export = (interfaceName.isEmpty() ? linked.function(function) : linked.function(interfaceName, function))
                    .orElseThrow(() -> missing("the component", interfaceName + " " + function));
            return export.call(instance, args);
        }

        @Override
        public void end() {
            instance.close();
        }
    }

    CoreInstance core();

    long[] call(String export, long[] args);

    Optional<Object> invoke(String interfaceName, String function, Object[] args);

    /** Gives the host's resources back. */
    void end();

    private static TrapException missing(String what, String export) {
        return new TrapException(TrapKind.ABI_VIOLATION, what + " does not export a function \"" + export.strip() + "\"");
    }
}
