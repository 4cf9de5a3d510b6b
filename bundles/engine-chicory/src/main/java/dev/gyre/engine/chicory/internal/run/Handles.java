package dev.gyre.engine.chicory.internal.run;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

import dev.gyre.api.engine.CallHandle;
import dev.gyre.api.engine.ExternType;
import dev.gyre.engine.chicory.internal.code.MemoryView;

/** Method handles straight to compiled functions, with entering, leaving and the mapping of traps around them. */
final class Handles {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle VIEW = virtual("view", methodType(MemoryView.class));
    private static final MethodHandle STACK = virtual("stackLeft", methodType(int.class));
    private static final MethodHandle IDLE = virtual("isIdle", methodType(boolean.class));
    private static final MethodHandle ENTER = virtual("enter", methodType(void.class));
    private static final MethodHandle NEST = virtual("enterNested", methodType(void.class));

    private Handles() {
    }

    static MethodHandle of(InstanceFunction function, int index) {
        CallHandle.check(function.type());
        return function.instance().module().handle(index, function.type()).bindTo(function.instance());
    }

    /**
     * @param compiled of type (parameters..., view, int)
     * @return of type (GuestInstance, parameters...)
     */
    static MethodHandle unbound(MethodHandle compiled, ExternType.Func type) {
        MethodType outer = CallHandle.type(type).insertParameterTypes(0, GuestInstance.class);
        int params = type.params().size();
        int[] order = new int[params + 2];
        for (int i = 0; i < params; i++) {
            order[i] = i + 1;
        }
        Arrays.fill(order, params, params + 2, 0);
        // The cast belongs to the handle of the guest's class: one made from VIEW would be cached there and keep that class alive.
        MethodHandle cast = compiled.asType(compiled.type().changeParameterType(params, MemoryView.class));
        MethodHandle body = MethodHandles.permuteArguments(MethodHandles.filterArguments(cast, params, VIEW, STACK), outer, order);
        Class<?> result = outer.returnType();
        MethodHandle outermost = MethodHandles.foldArguments(MethodHandles.tryFinally(body, after("leave", result)), before(ENTER, outer));
        MethodHandle nested = MethodHandles.foldArguments(MethodHandles.tryFinally(body, after("leaveNested", result)), before(NEST, outer));
        return MethodHandles.guardWithTest(IDLE, outermost, nested);
    }

    /** @param view the class of the module's views */
    static MethodType compiledType(ExternType.Func type, Class<?> view) {
        return CallHandle.type(type).appendParameterTypes(view, int.class);
    }

    private static MethodHandle before(MethodHandle action, MethodType outer) {
        return MethodHandles.dropArguments(action, 1, outer.parameterList().subList(1, outer.parameterCount()));
    }

    private static MethodHandle after(String action, Class<?> result) {
        MethodType type = result == void.class ? methodType(void.class, Throwable.class, GuestInstance.class)
                : methodType(result, Throwable.class, result, GuestInstance.class);
        try {
            return LOOKUP.findStatic(Handles.class, action, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle virtual(String method, MethodType type) {
        try {
            return LOOKUP.findVirtual(GuestInstance.class, method, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static void leaveNested(Throwable thrown, GuestInstance instance) {
        leave(thrown, instance, false);
    }

    private static int leaveNested(Throwable thrown, int result, GuestInstance instance) {
        leaveNested(thrown, instance);
        return result;
    }

    private static long leaveNested(Throwable thrown, long result, GuestInstance instance) {
        leaveNested(thrown, instance);
        return result;
    }

    private static float leaveNested(Throwable thrown, float result, GuestInstance instance) {
        leaveNested(thrown, instance);
        return result;
    }

    private static double leaveNested(Throwable thrown, double result, GuestInstance instance) {
        leaveNested(thrown, instance);
        return result;
    }

    private static long[] leaveNested(Throwable thrown, long[] result, GuestInstance instance) {
        leaveNested(thrown, instance);
        return result;
    }

    private static void leave(Throwable thrown, GuestInstance instance) {
        leave(thrown, instance, true);
    }

    private static void leave(Throwable thrown, GuestInstance instance, boolean outermost) {
        GuestStore store = instance.store();
        try {
            if (thrown != null) {
                throw Traps.map(store, thrown);
            }
        } finally {
            store.leave(outermost);
        }
    }

    private static int leave(Throwable thrown, int result, GuestInstance instance) {
        leave(thrown, instance);
        return result;
    }

    private static long leave(Throwable thrown, long result, GuestInstance instance) {
        leave(thrown, instance);
        return result;
    }

    private static float leave(Throwable thrown, float result, GuestInstance instance) {
        leave(thrown, instance);
        return result;
    }

    private static double leave(Throwable thrown, double result, GuestInstance instance) {
        leave(thrown, instance);
        return result;
    }

    private static long[] leave(Throwable thrown, long[] result, GuestInstance instance) {
        leave(thrown, instance);
        return result;
    }
}
