package dev.gyre.wasi.p1.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

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
        return tables.values().stream().filter(t -> t.answers(wanted.module())).findFirst().flatMap(t -> t.function(wanted.name()));
    }
}
