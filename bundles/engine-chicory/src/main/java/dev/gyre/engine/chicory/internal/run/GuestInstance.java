package dev.gyre.engine.chicory.internal.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportGlobal;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.ImportTag;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionType;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.code.GuestTrap;
import dev.gyre.engine.chicory.internal.code.MemoryView;

/** An instance, and what host functions see of it when it calls them. For the store's thread. */
final class GuestInstance implements CoreInstance, Caller {
    /** Numbers of functions of others, as this instance's code holds them, begin here: no module has so many functions. */
    static final int FOREIGN = 1 << 30;
    private static final ImportValues NO_IMPORTS = ChicoryAccess.imports(new ImportFunction[0], new ImportGlobal[0], new ImportMemory[0],
            new ImportTable[0], new ImportTag[0]);

    private final GuestModule module;
    private final GuestStore store;
    private final Parts parts;
    private final Extern[] exports;
    private final Instance chicory;
    private final MemoryView view;
    private GuestMachine machine;
    private LinearMemory memory;
    private Map<FunctionRef, Integer> foreignNumbers;
    private List<FunctionRef> foreign;
    private Map<FunctionRef, Instance> trampolines;

    private GuestInstance(GuestPre pre, GuestStore store, List<Extern> deferred) {
        this.module = pre.guestModule();
        this.store = store;
        this.exports = new Extern[module.exportCount()];
        this.view = module.code().view();
        view.init(store, store.stack());
        this.parts = Parts.of(this, pre, deferred);
        this.chicory = ChicoryAccess.instance(module.layout(), parts.segments(), parts.imports(), instance -> {
            view.init(instance);
            machine = new GuestMachine(this, module.code().machine(instance));
            return machine;
        });
    }

    static GuestInstance of(GuestPre pre, GuestStore store, List<Extern> deferred) {
        boolean outermost = store.enter();
        try {
            GuestInstance instance = new GuestInstance(pre, store, deferred);
            store.add(instance);
            instance.parts.fill(instance.module.layout());
            if (instance.module.layout().start().isPresent()) {
                instance.machine.call(instance.module.layout().start().getAsInt(), new long[0]);
            }
            return instance;
        } catch (ModuleException e) {
            throw e;
        } catch (Throwable e) {
            throw Traps.map(store, e);
        } finally {
            store.leave(outermost);
        }
    }

    @Override
    public GuestModule module() {
        return module;
    }

    @Override
    public GuestStore store() {
        return store;
    }

    GuestMachine machine() {
        return machine;
    }

    Instance chicory() {
        return chicory;
    }

    /** What compiled functions take as their memory. */
    MemoryView view() {
        return view;
    }

    /** Of the stack, when a function of it is called from outside. */
    int stackLeft() {
        return store.stack().bytes();
    }

    boolean isIdle() {
        return store.running().isIdle();
    }

    void enter() {
        store.enter();
    }

    void enterNested() {
        store.enterNested();
    }

    @Override
    public Optional<Extern> export(String name) {
        int position = module.exportPosition(name);
        if (position < 0) {
            return Optional.empty();
        }
        if (exports[position] == null) {
            GuestModule.ExportSlot slot = module.slot(position);
            exports[position] = slot.kind() == ExternalType.FUNCTION ? function(slot.index())
                    : parts.extern(slot.kind(), slot.index());
        }
        return Optional.of(exports[position]);
    }

    /** A function by its index, imports counted. */
    InstanceFunction function(int index) {
        return new InstanceFunction(this, index, module.signature(index));
    }

    @Override
    public CoreInstance instance() {
        return this;
    }

    @Override
    public Object data() {
        return store.data();
    }

    @Override
    public LinearMemory memory() {
        if (memory == null) {
            memory = memory("memory").orElseThrow(
                    () -> new TrapException(TrapKind.ABI_VIOLATION, "module " + module.name() + " does not export its memory as \"memory\""));
        }
        return memory;
    }

    /** The number by which this instance's code knows a function. */
    int local(FunctionRef function) {
        if (function.owner() == this) {
            return function.index();
        }
        if (foreign == null) {
            foreign = new ArrayList<>();
            foreignNumbers = new HashMap<>();
        }
        return foreignNumbers.computeIfAbsent(function, f -> {
            foreign.add(f);
            return FOREIGN + foreign.size() - 1;
        });
    }

    /** The function behind a number of this instance's code. */
    FunctionRef resolve(int number) {
        return number < FOREIGN ? new FunctionRef(this, number) : foreign.get(number - FOREIGN);
    }

    /**
     * An instance whose function 0 is somebody else's function: it has the callee's type by this module's number, which is what
     * Chicory compares at an indirect call.
     */
    Instance trampoline(FunctionRef function) {
        if (trampolines == null) {
            trampolines = new HashMap<>();
        }
        Instance known = trampolines.get(function);
        if (known == null) {
            known = ChicoryAccess.functions(module.layout(), new int[] {typeNumber(function.chicoryType())}, NO_IMPORTS,
                    i -> new GuestMachine(this, (n, args) -> function.call(this, args)));
            trampolines.put(function, known);
        }
        return known;
    }

    private int typeNumber(FunctionType type) {
        FunctionType[] types = module.layout().types();
        for (int i = 0; i < types.length; i++) {
            if (type.equals(types[i])) {
                return i;
            }
        }
        throw new GuestTrap(TrapKind.INDIRECT_CALL_MISMATCH, "indirect call type mismatch");
    }
}
