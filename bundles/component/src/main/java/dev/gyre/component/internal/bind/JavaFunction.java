package dev.gyre.component.internal.bind;

import java.lang.invoke.MethodHandle;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.gyre.api.host.WitError;
import dev.gyre.component.link.HostCall;
import dev.gyre.component.link.HostFunc;
import dev.gyre.component.value.Result;

/**
 * A method that implements a WIT function. Immutable and thread-safe.
 *
 * @param handle   of type {@code (Object target, Object[] args) Object}, from and to canonical form
 * @param fallible whether the function returns a {@code result} whose error the method throws
 * @param hasOk    whether that result's success has a payload
 * @param error    an error's payload to canonical form
 */
public record JavaFunction(MethodHandle handle, boolean fallible, boolean hasOk, UnaryOperator<Object> error) {
    /** The function on the object that {@code target} finds for each call. */
    public HostFunc.Body on(Function<HostCall, Object> target) {
        if (!fallible) {
            return (call, args) -> invoke(target.apply(call), args);
        }
        return (call, args) -> {
            try {
                Object result = handle.invokeExact(target.apply(call), args);
                return hasOk ? Result.ok(result) : Result.ok();
            } catch (WitError e) {
                Object payload = e.error();
                return payload == null ? Result.error() : Result.error(error.apply(payload));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw undeclared(e);
            }
        };
    }

    private Object invoke(Object target, Object[] args) {
        try {
            return handle.invokeExact(target, args);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    private static IllegalStateException undeclared(Throwable e) {
        return new IllegalStateException("a host interface failed", e);
    }
}
