package dev.gyre.engine.graalwasm.internal.run;

import java.util.List;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.Store;

/** A module with its bindings checked. Immutable and thread-safe. */
final class GuestPre implements InstancePre {
    private final GuestModule module;
    private final List<ImportBinding> bindings;

    GuestPre(GuestModule module, List<ImportBinding> bindings) {
        List<ImportType> imports = module.imports();
        if (bindings.size() != imports.size()) {
            throw new ModuleException(module.name() + " has " + imports.size() + " imports, but " + bindings.size() + " bindings were given");
        }
        for (int i = 0; i < imports.size(); i++) {
            if (bindings.get(i) instanceof ImportBinding.Host(var function)) {
                Linking.check(imports.get(i), function);
                Values.check(function.type());
            }
        }
        this.module = module;
        this.bindings = List.copyOf(bindings);
    }

    @Override
    public GuestModule module() {
        return module;
    }

    ImportBinding binding(int position) {
        return bindings.get(position);
    }

    @Override
    public CoreInstance instantiate(Store store, List<Extern> externs) {
        if (!(store instanceof GuestStore guests)) {
            throw new ModuleException("store is of another engine: " + store.getClass().getName());
        }
        return GuestInstance.of(this, guests, externs);
    }
}
