package dev.gyre.engine.chicory.internal.run;

import java.util.ArrayList;
import java.util.List;

import com.dylibso.chicory.runtime.ImportFunction;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.Store;

/** A module whose host functions are bound. Immutable and thread-safe. */
final class GuestPre implements InstancePre {
    private final GuestModule module;
    private final List<ImportFunction> functions;
    private final List<DeferredImport> deferred;

    /** @param position among the imports of its kind */
    record DeferredImport(ImportType type, int position, int slot) {
    }

    private GuestPre(GuestModule module, List<ImportFunction> functions, List<DeferredImport> deferred) {
        this.module = module;
        this.functions = functions;
        this.deferred = List.copyOf(deferred);
    }

    static GuestPre of(GuestModule module, List<ImportType> imports, List<ImportBinding> bindings) {
        if (bindings.size() != imports.size()) {
            throw new ModuleException(module.name() + " has " + imports.size() + " imports, but " + bindings.size() + " bindings were given");
        }
        List<ImportFunction> functions = new ArrayList<>();
        List<DeferredImport> deferred = new ArrayList<>();
        List<Class<?>> kinds = new ArrayList<>();
        for (int i = 0; i < imports.size(); i++) {
            ImportType wanted = imports.get(i);
            Class<?> kind = wanted.type().getClass();
            int position = (int) kinds.stream().filter(kind::equals).count();
            kinds.add(kind);
            switch (bindings.get(i)) {
                case ImportBinding.Host(var function) -> {
                    Linking.check(wanted, function);
                    functions.add(new ImportFunction(wanted.module(), wanted.name(), Types.function(function.type()), new HostCall(function)));
                }
                case ImportBinding.Deferred(int slot) -> {
                    deferred.add(new DeferredImport(wanted, position, slot));
                    if (wanted.type() instanceof ExternType.Func) {
                        functions.add(null);
                    }
                }
            }
        }
        return new GuestPre(module, functions, deferred);
    }

    @Override
    public CompiledModule module() {
        return module;
    }

    GuestModule guestModule() {
        return module;
    }

    /** Host functions in their places; what is deferred is {@code null}. */
    ImportFunction[] functions() {
        return functions.toArray(ImportFunction[]::new);
    }

    List<DeferredImport> deferred() {
        return deferred;
    }

    @Override
    public CoreInstance instantiate(Store store, List<Extern> externs) {
        if (!(store instanceof GuestStore guests)) {
            throw new ModuleException("store is of another engine: " + store.getClass().getName());
        }
        return GuestInstance.of(this, guests, externs);
    }
}
