package dev.gyre.engine.chicory.internal.run;

import java.util.List;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportGlobal;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.ImportTag;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.code.MemoryView;
import dev.gyre.engine.chicory.internal.code.GuestTrap;

/** What an instance is made of: its memories, tables and globals, imported ones first, and the functions it imports. */
final class Parts {
    private static final String NAME = "";

    private final GuestInstance instance;
    private final DataSegment[] segments;
    private final ImportFunction[] functions;
    private final GuestMemory[] memories;
    private final GuestTable[] tables;
    private final GuestGlobal[] globals;
    private final GlobalInstance[] globalValues;
    private final ImportTag[] tags;
    private final ImportTable[] tableViews;
    private final ImportMemory[] memoryViews;
    private final ImportGlobal[] globalImports;

    private Parts(GuestInstance instance, GuestPre pre, ModuleLayout layout, int[] imported) {
        this.instance = instance;
        // With nothing to drop the array is never really written.
        segments = layout.hasPassiveData() ? layout.passiveData().clone() : layout.passiveData();
        functions = pre.functions();
        memories = new GuestMemory[imported[ExternalType.MEMORY.ordinal()] + layout.memories().size()];
        tables = new GuestTable[imported[ExternalType.TABLE.ordinal()] + layout.tables().size()];
        globals = new GuestGlobal[imported[ExternalType.GLOBAL.ordinal()] + layout.globals().size()];
        globalValues = new GlobalInstance[globals.length];
        tags = new ImportTag[imported[ExternalType.TAG.ordinal()]];
        // Without a memory Chicory hands the view to functions all the same: it holds the globals.
        memoryViews = new ImportMemory[Math.max(1, memories.length)];
        tableViews = new ImportTable[tables.length];
        globalImports = new ImportGlobal[globals.length];
    }

    static Parts of(GuestInstance instance, GuestPre pre, List<Extern> deferred) {
        ModuleLayout layout = instance.module().layout();
        Parts parts = new Parts(instance, pre, layout, layout.imported());
        for (GuestPre.DeferredImport d : pre.deferred()) {
            if (d.slot() >= deferred.size()) {
                throw new ModuleException("import \"" + d.type().module() + "\" \"" + d.type().name() + "\" is bound to slot " + d.slot() + ", but "
                        + deferred.size() + " externs were given");
            }
            parts.take(d, deferred.get(d.slot()));
        }
        parts.make(layout);
        return parts;
    }

    private void take(GuestPre.DeferredImport wanted, Extern given) {
        Linking.check(wanted.type(), given, instance.store());
        int at = wanted.position();
        switch (given) {
            case StoreFunction f -> {
                FunctionRef ref = f.reference();
                functions[at] = new ImportFunction(NAME, NAME, ref.chicoryType(), (caller, args) -> ref.call(GuestMachine.owner(caller), args));
            }
            case GuestMemory m -> memories[at] = m;
            case GuestTable t -> tables[at] = t;
            case GuestGlobal g -> globals[at] = adopted(g, wanted);
            case GuestTag t -> tags[at] = new ImportTag(NAME, NAME, t.tag());
            default -> throw new IllegalStateException("extern " + given);
        }
    }

    /** A global that holds a function holds its number in another module: a constant one is copied with the number it has here. */
    private GuestGlobal adopted(GuestGlobal given, GuestPre.DeferredImport wanted) {
        if (given.type().type() != ValueType.FUNCREF) {
            return given;
        }
        if (given.type().mutable()) {
            throw new ModuleException("import \"" + wanted.type().module() + "\" \"" + wanted.type().name()
                    + "\": chicory cannot share a mutable global of type funcref between instances");
        }
        long number = given.get();
        long here = number == Value.REF_NULL_VALUE ? number : instance.local(instance.store().reference(number));
        return new GuestGlobal(instance.store(), instance, given.type(),
                new GlobalInstance(here, 0, Types.value(ValueType.FUNCREF), MutabilityType.Const));
    }

    private void make(ModuleLayout layout) {
        GuestStore store = instance.store();
        List<MemoryPool> pools = instance.module().pools();
        for (int i = 0, own = i - (memories.length - layout.memories().size()); i < memories.length; i++, own++) {
            if (own >= 0) {
                memories[i] = pools.isEmpty() ? GuestMemory.empty(store, layout.memories().get(own))
                        : GuestMemory.pooled(store, layout.memories().get(own), pools.get(own));
            }
            MemoryView view = i == 0 ? instance.view() : instance.module().code().view();
            memories[i].attach(view, segments);
            memoryViews[i] = new ImportMemory(NAME, NAME, view);
        }
        if (memories.length == 0) {
            memoryViews[0] = new ImportMemory(NAME, NAME, instance.view());
        }
        for (int i = 0, own = i - (globals.length - layout.globals().size()); i < globals.length; i++, own++) {
            if (own >= 0) {
                ModuleLayout.OwnGlobal g = layout.globals().get(own);
                GlobalInstance value = g.hasField() ? new ViewGlobal(instance.view(), i, g.chicoryType(), g.mutability())
                        : new GlobalInstance(0, 0, g.chicoryType(), g.mutability());
                value.setValue(g.initial().value(globalValues));
                globals[i] = new GuestGlobal(store, instance, g.type(), value);
            }
            globalValues[i] = globals[i].global();
            globalImports[i] = new ImportGlobal(NAME, NAME, globalValues[i]);
        }
        for (int i = 0, own = i - (tables.length - layout.tables().size()); i < tables.length; i++, own++) {
            TableView view;
            if (own >= 0) {
                ModuleLayout.OwnTable t = layout.tables().get(own);
                tables[i] = new GuestTable(store, t.type(), instance, t.image());
                view = new TableView(tables[i], t.element(), instance);
                int initial = (int) t.initial().value(globalValues);
                if (initial != Value.REF_NULL_VALUE && t.image().length == 0) {
                    for (int k = 0; k < view.size(); k++) {
                        view.setRef(k, initial, null);
                    }
                }
            } else {
                view = new TableView(tables[i], Types.value(tables[i].type().element()), instance);
            }
            tableViews[i] = new ImportTable(NAME, NAME, view);
        }
    }

    DataSegment[] segments() {
        return segments;
    }

    ImportValues imports() {
        return ChicoryAccess.imports(functions, globalImports, memoryViews, tableViews, tags);
    }

    /** Copies the active segments, elements first. */
    void fill(ModuleLayout layout) {
        for (ModuleLayout.ActiveElements segment : layout.activeElements()) {
            TableView table = (TableView) tableViews[segment.table()].table();
            long offset = Integer.toUnsignedLong((int) segment.offset().value(globalValues));
            if (offset + segment.items().size() > table.size()) {
                throw new GuestTrap(TrapKind.OUT_OF_BOUNDS_TABLE, "out of bounds table access: element segment of " + segment.items().size()
                        + " elements at " + offset + " of " + table.size());
            }
            if (segment.numbers().length > 0 && table.table().holdsFunctions()) {
                table.table().putAll((int) offset, segment.numbers(), instance);
                continue;
            }
            for (int i = 0; i < segment.items().size(); i++) {
                table.setRef((int) offset + i, (int) segment.items().get(i).value(globalValues), null);
            }
        }
        if (!instance.module().pools().isEmpty()) {
            return; // data is in the images
        }
        for (ModuleLayout.ActiveData segment : layout.activeData()) {
            int offset = (int) segment.offset().value(globalValues);
            memories[segment.memory()].write(offset, segment.bytes());
        }
    }

    /** What is exported, functions excepted. */
    Extern extern(ExternalType kind, int index) {
        return switch (kind) {
            case MEMORY -> memories[index];
            case TABLE -> tables[index];
            case GLOBAL -> globals[index];
            case TAG -> new GuestTag(instance.store(), instance.chicory().tag(index));
            case FUNCTION -> instance.function(index);
        };
    }
}
