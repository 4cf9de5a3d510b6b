package dev.gyre.engine.chicory.internal.compile;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;

import dev.gyre.engine.chicory.internal.code.LoopCheck;
import dev.gyre.engine.chicory.internal.code.MemoryView;
import dev.gyre.engine.chicory.internal.rewrite.StateClass;

/**
 * The classes of one compiled module in a loader of their own, so that they are freed with the module. Function {@code n} is
 * the static method {@code func_n(arguments, view, stack left)} of one of its function groups. Thread-safe.
 */
public final class GuestCode {
    private static final String GROUP = "FuncGroup_";

    private final String machine;
    private final MethodHandle constructor;
    private final Class<?> state;
    private final MethodHandle stateConstructor;
    private final LoopCheck loops;
    private final List<Class<?>> groups = new ArrayList<>();

    private static final class Loader extends ClassLoader {
        /** Empty once all are loaded: those of a language VM are tens of megabytes. */
        private volatile Map<String, byte[]> classes;

        static {
            registerAsParallelCapable();
        }

        Loader(Map<String, byte[]> classes) {
            super("gyre-guest", GuestCode.class.getClassLoader());
            this.classes = classes;
        }

        /** At the same time: verifying is most of a start from the cache. */
        void loadAll() {
            try {
                classes.keySet().parallelStream().forEach(this::initialize);
            } catch (LinkageError e) {
                // What another thread threw comes as a copy without its message.
                throw e.getCause() instanceof LinkageError cause ? cause : e;
            }
            classes = Map.of();
        }

        private void initialize(String name) {
            try {
                Class.forName(name, true, this);
            } catch (ClassNotFoundException e) {
                throw new NoClassDefFoundError(name);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    /**
     * Loads and verifies all classes now: doing so later would happen on a guest's stack, which may be almost full.
     *
     * @throws LinkageError when the JVM refuses a class
     */
    GuestCode(String machine, Map<String, byte[]> classes) {
        this.machine = machine;
        Loader loader = new Loader(Map.copyOf(classes));
        try {
            loader.loadAll();
            for (int i = 0; classes.containsKey(machine + GROUP + i); i++) {
                groups.add(loader.loadClass(machine + GROUP + i));
            }
            constructor = MethodHandles.publicLookup().findConstructor(loader.loadClass(machine), methodType(void.class, Instance.class))
                    .asType(methodType(Machine.class, Instance.class));
            state = loader.loadClass(StateClass.name(machine));
            stateConstructor = MethodHandles.publicLookup().findConstructor(state, methodType(void.class)).asType(methodType(MemoryView.class));
            loops = (LoopCheck) state.getField(StateClass.LOOPS).get(null);
        } catch (ReflectiveOperationException e) {
            throw new NoClassDefFoundError(e.toString());
        }
    }

    /** A new machine for an instance. */
    public Machine machine(Instance instance) {
        try {
            return (Machine) constructor.invokeExact(instance);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** A new view for an instance; it is what compiled functions take as their memory. */
    public MemoryView view() {
        try {
            return (MemoryView) stateConstructor.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The class of {@link #view}. */
    public Class<?> viewType() {
        return state;
    }

    /** The check on the module's backward branches. */
    public LoopCheck loops() {
        return loops;
    }

    /** The compiled function of that index, imports counted. */
    public MethodHandle function(int index, MethodType type) {
        // Nearly always it is in this one; to look where it is not costs an exception.
        int likely = index / ModuleTranslation.GROUP;
        return IntStream.concat(IntStream.of(likely), IntStream.range(0, groups.size()).filter(i -> i != likely)).filter(i -> i < groups.size())
                .mapToObj(i -> function(groups.get(i), index, type)).flatMap(Optional::stream).findFirst()
                .orElseThrow(() -> new IllegalStateException("no compiled function " + index + " of type " + type + " in " + machine));
    }

    private static Optional<MethodHandle> function(Class<?> group, int index, MethodType type) {
        try {
            return Optional.of(MethodHandles.privateLookupIn(group, MethodHandles.lookup()).findStatic(group, "func_" + index, type));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The function a stack frame belongs to, if it is one of this module's. */
    public Optional<Integer> functionOf(StackTraceElement frame) {
        if (!frame.getClassName().startsWith(machine + GROUP) || !frame.getMethodName().startsWith("func_")) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(frame.getMethodName().substring("func_".length())));
    }
}
