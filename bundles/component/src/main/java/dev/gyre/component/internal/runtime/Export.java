package dev.gyre.component.internal.runtime;

import java.util.Optional;

import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ExportedFunc;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.value.ValueException;

/** An exported function, called by the host. Immutable and thread-safe. */
public final class Export implements ExportedFunc {
    private final String name;
    private final LiftedFunc function;
    private final Object component;

    /** @param component whose instances it can be called in */
    public Export(String name, LiftedFunc function, Object component) {
        this.name = name;
        this.function = function;
        this.component = component;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public FuncType type() {
        return function.signature().type();
    }

    @Override
    public Optional<Object> call(ComponentInstance instance, Object... args) {
        if (!(instance instanceof Running rt) || rt.component() != component) {
            throw new IllegalArgumentException("`" + name + "` is a function of another component than the instance");
        }
        if (args.length != type().params().size()) {
            throw new ValueException("function `" + name + "` takes " + type().params().size() + " arguments, not " + args.length);
        }
        if (rt.trapped()) {
            throw Traps.abi("cannot enter component instance: it has trapped, or was closed");
        }
        try {
            return Optional.ofNullable(function.call(rt, args));
        } catch (StackOverflowError e) {
            rt.trap();
            throw Traps.stackOverflow();
        } catch (Throwable e) {
            rt.trap();
            throw e;
        }
    }
}
