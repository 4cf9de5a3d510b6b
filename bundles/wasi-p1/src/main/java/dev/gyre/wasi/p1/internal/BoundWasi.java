package dev.gyre.wasi.p1.internal;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.StateKey;
import dev.gyre.wasi.backend.Randomness;
import dev.gyre.wasi.p1.internal.abi.Abi;
import dev.gyre.wasi.p1.internal.call.FunctionTable;

/** WASI for one component. A module that imports both snapshots has one set of descriptors. Thread-safe. */
final class BoundWasi implements BoundHostModule {
    private final Map<Abi, FunctionTable> tables = new EnumMap<>(Abi.class);

    BoundWasi(Randomness randomness) {
        StateKey<WasiEvent> key = new StateKey<>(context -> new WasiEvent(context, randomness));
        for (Abi abi : Abi.values()) {
            tables.put(abi, new FunctionTable(abi, key));
        }
    }

    @Override
    public Optional<HostFunction> function(ImportType wanted) {
        return table(wanted.module()).flatMap(t -> t.function(wanted.name()));
    }

    @Override
    public Collection<String> functionNames(String importModule) {
        return table(importModule).map(FunctionTable::names).orElse(Set.of());
    }

    private Optional<FunctionTable> table(String module) {
        return tables.values().stream().filter(t -> t.answers(module)).findFirst();
    }
}
