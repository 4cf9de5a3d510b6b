package dev.gyre.engine.graalwasm.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.FunctionNumbers;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.GuestFrame;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.Table;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** One event's guests in a context of their own. For one thread at a time, except {@link #interrupt}. */
public final class GuestStore implements Store {
    /** Guests that call the host that calls guests: Truffle looks at all that is below at each step when a trap goes through them. */
    private static final int MAX_NESTED = 200;

    private final Polyglot polyglot;
    private final Context context;
    private final Object data;
    private final Quota quota;
    private final StackLeft stack;
    private final Running running = new Running(this::cancel);
    private final List<CoreInstance> instances = new ArrayList<>(2);
    private final int maxInstances;
    private Binding binding;
    private final FunctionNumbers<Value> functions = new FunctionNumbers<>();
    private GuestInstance calling;
    /** Calls within the outermost. */
    private int nested;
    private boolean closed;

    /** @param stackBytes of the thread that runs its guests */
    public GuestStore(Polyglot polyglot, StoreLimits limits, long stackBytes, Object data) {
        this.polyglot = polyglot;
        this.context = polyglot.newContext();
        this.quota = new Quota(limits, running);
        this.stack = new StackLeft(this, stackBytes);
        this.maxInstances = limits.instances();
        this.data = data;
    }

    @Override
    public Object data() {
        return data;
    }

    @Override
    public CoreFunction function(HostFunction function) {
        return new BodyFunction(this, function);
    }

    @Override
    public LinearMemory memory(ExternType.Mem type) {
        checkOpen();
        if (type.memory64() || type.shared()) {
            throw new ModuleException("needs " + (type.memory64() ? "memory64" : "threads") + ", which graalwasm lacks");
        }
        Quota.Initial initial = quota.reserve(List.of(type), List.of());
        try {
            int min = (int) type.minPages();
            int max = (int) type.maxPages().orElse(GuestMemory.MAX_DECLARED_PAGES);
            return new GuestMemory(this, binding().call("mem_alloc", min, max), type.maxPages());
        } catch (RuntimeException e) {
            initial.release();
            throw Traps.map(this, e);
        }
    }

    @Override
    public Table table(ExternType.Tab type) {
        checkOpen();
        Quota.Initial initial = quota.reserve(List.of(), List.of(type));
        try {
            String kind = type.element() == ValueType.FUNCREF ? "anyfunc" : "externref";
            int min = (int) type.min();
            Value none = binding().nullReference();
            Value table = type.max().isPresent() ? binding().call("table_alloc", min, (int) Math.min(type.max().getAsLong(), Integer.MAX_VALUE), kind, none)
                    : binding().call("table_alloc", min, kind, none);
            return new GuestTable(this, table, type.element(), type.max());
        } catch (RuntimeException e) {
            initial.release();
            throw Traps.map(this, e);
        }
    }

    @Override
    public Global global(ExternType.Glob type, long initial) {
        checkOpen();
        if (type.type() == ValueType.V128) {
            throw new ModuleException("a v128 cannot cross the boundary of a module");
        }
        String name = type.type() == ValueType.FUNCREF ? "anyfunc" : type.type().name().toLowerCase(Locale.ROOT);
        return new GuestGlobal(this, binding().call("global_alloc", name, type.mutable(), Values.toGuest(type.type(), initial, this)), type);
    }

    @Override
    public void interrupt(TrapKind kind) {
        running.stop(kind);
    }

    @Override
    public void suspend(Runnable wait) {
        GuestInstance before = calling;
        try {
            running.suspend(wait);
        } finally {
            calling = before;
        }
    }

    /** Nothing of a store is ever used again. */
    @Override
    public void poison() {
        // its context is closed with it in any case
    }

    @Override
    public long memoryPages() {
        return quota.pages();
    }

    @Override
    public List<CoreInstance> instances() {
        return List.copyOf(instances);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        quota.close();
        instances.clear();
        context.close(true);
        running.endStop();
    }

    /**
     * Ends the guest code that runs. An interrupt would do less: it ends nothing that is just between two entries into the context, and it is
     * thrown again and again while a deep stack unwinds, which then takes many times as long. A closed context lets nobody in.
     */
    private void cancel() {
        context.close(true);
    }

    boolean isClosed() {
        return closed;
    }

    private void checkOpen() {
        if (closed) {
            throw new TrapException(TrapKind.ENGINE_FAILURE, "store is closed");
        }
    }

    Binding binding() {
        checkOpen();
        running.check();
        if (binding == null) {
            binding = new Binding(this, context);
        }
        return binding;
    }

    Running running() {
        return running;
    }

    TrapKind stopped() {
        return running.stopped();
    }

    /** A call from the host into a guest begins. @return whether it is the outermost, to be given to {@link #leave} */
    boolean enter() {
        checkOpen();
        boolean outermost = running.enter();
        try {
            if (outermost) {
                stack.renew();
            } else if (nested == MAX_NESTED) {
                throw new TrapException(TrapKind.STACK_OVERFLOW, "call stack exhausted: " + nested + " calls of guests within host functions");
            } else {
                nested++;
            }
            return outermost;
        } catch (RuntimeException e) {
            running.leave(outermost);
            throw e;
        }
    }

    /** Whether a function has found nothing left of the stack, and trapped. */
    boolean isStackUsedUp() {
        return stack.isUsedUp();
    }

    /** A call from the host into a guest did not return. */
    void endedEarly() {
        stack.spoil();
    }

    void leave(boolean outermost) {
        if (!outermost) {
            nested--;
        }
        running.leave(outermost);
    }

    /** Notes which instance the host calls. @param instance {@code null} when that is not known @return what to give to {@link #called} */
    GuestInstance calling(GuestInstance instance) {
        GuestInstance before = calling;
        if (instance != null) {
            calling = instance;
        }
        return before;
    }

    void called(GuestInstance before) {
        calling = before;
    }

    /** The instance the host has called last. */
    GuestInstance calling() {
        return calling;
    }

    /** Makes room for another instance. @throws TrapException when there is none */
    void add(GuestInstance instance) {
        if (instances.size() >= maxInstances) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT, "store has " + instances.size() + " instances, the limit is " + maxInstances);
        }
        instances.add(instance);
    }

    /** Forgets an instance that did not come to be. */
    void remove(GuestInstance instance) {
        instances.remove(instance);
    }

    /** @return its exports */
    Value instantiate(Source module, ProxyObject imports) {
        return context.eval(module).newInstance(imports).getMember("exports");
    }

    /** @throws TrapException when the store is closed or has been stopped */
    Value member(Value exports, String name) {
        checkOpen();
        running.check();
        try {
            return exports.getMember(name);
        } catch (RuntimeException e) {
            throw Traps.map(this, e);
        }
    }

    Source trampoline(ExternType.Func type) {
        return polyglot.trampoline(type);
    }

    ProxyExecutable quota() {
        return quota;
    }

    /** The global that says how much of the stack is left. */
    Value stackLeft() {
        return stack.global();
    }

    Quota.Initial reserve(List<ExternType.Mem> memories, List<ExternType.Tab> tables) {
        return quota.reserve(memories, tables);
    }

    boolean reservePages(long pages) {
        return quota.reservePages(pages);
    }

    void releasePages(long pages) {
        quota.releasePages(pages);
    }

    boolean reserveElements(long elements) {
        return quota.reserveElements(elements);
    }

    void releaseElements(long elements) {
        quota.releaseElements(elements);
    }

    /** Changes when a memory may have got another array. */
    int growth() {
        return quota.growth();
    }

    /** The guest function a frame belongs to, if it is one of this store's. */
    Optional<GuestFrame> frame(String root) {
        return instances.stream().map(i -> ((GuestInstance) i).module().frame(root)).flatMap(Optional::stream).findFirst();
    }

    /** A message of GraalWasm's without the names that modules are rewritten with. */
    String readable(String message) {
        String text = message;
        for (CoreInstance instance : instances) {
            GuestModule module = ((GuestInstance) instance).module();
            text = module.shape().readable(text, module.name());
        }
        return text;
    }

    /** The SPI's number of a function reference. */
    long number(Value function) {
        return functions.of(function);
    }

    Value reference(long number) {
        return functions.at(number);
    }
}
