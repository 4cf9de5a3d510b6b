package dev.gyre.engine.chicory.internal.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.MutabilityType;

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
import dev.gyre.engine.chicory.internal.code.Checkpoint;
import dev.gyre.engine.chicory.internal.code.GuestTrap;
import dev.gyre.engine.chicory.internal.code.StackLeft;
import dev.gyre.engine.chicory.internal.code.UsualStack;

/** One event's guests and what they use together. For one thread at a time, except {@link #interrupt}. */
public final class GuestStore implements Store, Checkpoint {
    private final StoreLimits limits;
    private final Object data;
    private final Running running = new Running();
    private final Stopper stopper;
    private final StackLeft stack;
    /** Replaced when one is made: whoever interrupts reads it from another thread. */
    private volatile GuestInstance[] instances = {};
    private final List<GuestMemory> memories = new ArrayList<>(2);
    private final FunctionNumbers<FunctionRef> functions = new FunctionNumbers<>();
    private long memoryPages;
    private long tableElements;
    private Throwable hostFailure;
    private boolean closed;
    private boolean inHost;
    /** Calls of host functions into guests in progress. */
    private int depth;
    private final AtomicReference<Runnable> pause = new AtomicReference<>();
    private volatile boolean doubtful;

    public GuestStore(StoreLimits limits, Object data, Stopper stopper, UsualStack usual) {
        this.limits = limits;
        this.data = data;
        this.stopper = stopper;
        this.stack = new StackLeft(limits.stackBytes(), usual);
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
        return GuestMemory.empty(this, type);
    }

    @Override
    public Table table(ExternType.Tab type) {
        checkOpen();
        return new GuestTable(this, type);
    }

    @Override
    public Global global(ExternType.Glob type, long initial) {
        checkOpen();
        if (type.type() == ValueType.V128) {
            throw new ModuleException("globals of type v128 need simd, which chicory lacks");
        }
        return new GuestGlobal(this, null, type,
                new GlobalInstance(initial, 0, Types.value(type.type()), type.mutable() ? MutabilityType.Var : MutabilityType.Const));
    }

    @Override
    public void interrupt(TrapKind kind) {
        running.stop(kind);
        callToCheckpoint(true);
        if (!running.isIdle()) {
            stopper.watch(this);
        }
    }

    @Override
    public boolean pause(Runnable action) {
        pause.set(action);
        callToCheckpoint(true);
        if (!running.isIdle()) {
            stopper.watch(this);
        }
        return true;
    }

    private void callToCheckpoint(boolean call) {
        for (GuestInstance instance : instances) {
            instance.view().stop(call);
        }
    }

    @Override
    public void reached() {
        callToCheckpoint(false); // whoever asks from now on calls again
        Runnable action = depth == 0 && running.stopped() == null ? pause.getAndSet(null) : null;
        if (action != null) {
            inHost = true;
            try {
                action.run();
            } finally {
                inHost = false;
            }
        }
        if (running.stopped() != null) {
            callToCheckpoint(true);
            throw new GuestTrap(TrapKind.CANCELLED, "stopped");
        }
    }

    @Override
    public void reached(int left) {
        if (left < stack.least()) {
            stack.deepen();
        }
        reached();
        if (left < stack.least()) {
            throw new GuestTrap(TrapKind.STACK_OVERFLOW, "call stack exhausted");
        }
    }

    StackLeft stack() {
        return stack;
    }

    /** Whether the guest is on its way to a checkpoint. */
    boolean isCalled() {
        return running.stopped() != null || pause.get() != null;
    }

    /** Makes the loops of all modules in use look whether they have to end. From any thread. */
    void armLoops() {
        for (GuestInstance instance : instances) {
            instance.module().code().loops().arm();
        }
    }

    /** Whether a host function runs, as far as another thread can see. */
    boolean isInHost() {
        return inHost;
    }

    void inHost(boolean is) {
        inHost = is;
    }

    @Override
    public void suspend(Runnable wait) {
        int before = depth;
        int left = stack.host();
        depth = 0;
        inHost = false;
        try {
            running.suspend(wait);
        } finally {
            inHost = true;
            depth = before;
            stack.host(left);
        }
    }

    @Override
    public void poison() {
        doubtful = true;
    }

    @Override
    public long memoryPages() {
        return memoryPages;
    }

    @Override
    public List<CoreInstance> instances() {
        return List.of(instances);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean reusable = !doubtful && running.stopped() == null && running.isUnused();
        for (GuestMemory memory : memories) {
            memory.close(reusable);
        }
        memories.clear();
        for (GuestInstance instance : instances) {
            instance.module().verify();
        }
        releasePages(memoryPages);
        instances = new GuestInstance[0];
    }

    void add(GuestInstance instance) {
        checkOpen();
        if (instances.length >= limits.instances()) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT, "store has " + instances.length + " instances, the limit is " + limits.instances());
        }
        GuestInstance[] more = Arrays.copyOf(instances, instances.length + 1);
        more[instances.length] = instance;
        instances = more;
        if (isCalled()) {
            instance.view().stop(true);
        }
    }

    void add(GuestMemory memory) {
        memories.add(memory);
    }

    private void checkOpen() {
        if (closed) {
            throw new TrapException(TrapKind.ENGINE_FAILURE, "store is closed");
        }
    }

    /** Counts pages to the store. @return false when they would be too many */
    boolean reservePages(long pages) {
        if (closed || memoryPages + pages > limits.memoryBytes() >> 16 || !limits.heap().take(pages << 16)) {
            return false;
        }
        memoryPages += pages;
        return true;
    }

    void releasePages(long pages) {
        memoryPages -= pages;
        limits.heap().giveBack(pages << 16);
    }

    /** Says why {@link #reservePages} refused a memory at the start. */
    String refusal(long pages) {
        return memoryPages + pages > limits.memoryBytes() >> 16
                ? "memory of " + pages + " pages at the start is more than the limit of " + (limits.memoryBytes() >> 16) + " pages allows, of which "
                        + memoryPages + " are in use"
                : "memory of " + pages + " pages at the start does not fit into the " + (limits.heap().limit() >> 16)
                        + " pages all events may use together, of which " + (limits.heap().used() >> 16) + " are in use";
    }

    boolean reserveElements(long elements) {
        if (closed || tableElements + elements > limits.tableElements()) {
            return false;
        }
        tableElements += elements;
        return true;
    }

    void releaseElements(long elements) {
        tableElements -= elements;
    }

    int tableLimit() {
        return limits.tableElements();
    }

    Running running() {
        return running;
    }

    TrapKind stopped() {
        return running.stopped();
    }

    /** A call from the host into a guest begins. @return whether it is the outermost, which has to {@link #leave} */
    boolean enter() {
        checkOpen();
        if (!running.isIdle()) {
            enterNested();
            return false;
        }
        running.enter();
        stack.renew();
        hostFailure = null;
        return true;
    }

    /** A host function calls a guest: until it {@link #leave}s, guest code runs and no host function. */
    void enterNested() {
        running.enterNested();
        stack.enterNested();
        inHost = false;
        depth++;
    }

    void leave(boolean outermost) {
        if (outermost) {
            running.leave();
        } else {
            inHost = true;
            if (--depth == 0 && pause.get() != null) {
                callToCheckpoint(true);
            }
        }
    }

    /** Remembers what a host function threw, to tell it from the guest's own failures. */
    void hostFailed(Throwable failure) {
        hostFailure = failure;
    }

    /** The host function's exception behind {@code thrown}, or {@code null} when the guest failed by itself. */
    Throwable hostFailure(Throwable thrown) {
        if (hostFailure != null && (thrown == hostFailure || thrown instanceof ChicoryException && thrown.getCause() == hostFailure)) {
            return hostFailure;
        }
        return null;
    }

    /** The guest function a stack frame belongs to, if it is one of this store's. */
    Optional<GuestFrame> frame(StackTraceElement element) {
        for (GuestInstance instance : instances) {
            Optional<GuestFrame> frame = instance.module().frame(element);
            if (frame.isPresent()) {
                return frame;
            }
        }
        return Optional.empty();
    }

    /** The SPI's number of a function reference. */
    long number(FunctionRef function) {
        return functions.of(function);
    }

    FunctionRef reference(long number) {
        return functions.at(number);
    }
}
