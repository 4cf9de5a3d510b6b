package dev.gyre.sqlite.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;

import dev.gyre.sqlite.SqliteException;

import io.roastedroot.sqlite4j.SQLiteModule;

/**
 * SQLite, an instance of its own with a memory of its own: the module of sqlite4j, which is SQLite compiled to WebAssembly and that to bytecode.
 * Its functions are SQLite's C functions; addresses are those of its memory. For the database's thread.
 */
final class Sqlite {
    /** Pages of 64 KiB. SQLite says that it is out of memory before this is reached: {@link #HEAP}. */
    private static final int MOST_PAGES = 2048;
    /** Bytes that SQLite may allocate: a cache of 2 MiB, what statements need, and all of a database that is in memory. */
    private static final long HEAP = 112L << 20;
    private static final WasmModule MODULE = SQLiteModule.load();

    private final Instance instance;
    private final Map<String, ExportFunction> exports = new HashMap<>();
    private final Stop stop;

    /** @param stop asked every so often whether the statement that runs has to end */
    Sqlite(Optional<DatabaseFiles> files, Stop stop) {
        this.stop = stop;
        FileImports imports = new FileImports(files);
        List<ImportFunction> functions = MODULE.importSection().stream().map(FunctionImport.class::cast).map(wanted -> function(wanted, imports)).toList();
        instance = Instance.builder(MODULE).withMachineFactory(SQLiteModule::create).withMemoryFactory(ByteArrayMemory::new)
                .withMemoryLimits(new MemoryLimits(MODULE.memorySection().orElseThrow().getMemory(0).limits().initialPages(), MOST_PAGES))
                .withImportValues(ImportValues.builder().withFunctions(List.copyOf(functions)).build()).build();
        call("sqlite3_initialize");
        call("sqlite3_hard_heap_limit64", HEAP);
    }

    private ImportFunction function(FunctionImport wanted, FileImports files) {
        FunctionType type = MODULE.typeSection().getType(wanted.typeIndex());
        String name = wanted.name();
        if (wanted.module().equals("wasi_snapshot_preview1") && !name.equals("proc_exit")) {
            return new HostFunction(wanted.module(), name, type, (caller, args) -> new long[] {files.call(name, caller.memory(), args)});
        }
        if (name.equals("xProgress")) {
            return new HostFunction(wanted.module(), name, type, (caller, args) -> new long[] {stop.isDue() ? 1 : 0});
        }
        return new HostFunction(wanted.module(), name, type, (caller, args) -> {
            throw new IllegalStateException("SQLite calls " + name + ", which nobody asked it to");
        });
    }

    /** The result of a function; 0 if it has none. */
    long call(String function, long... args) {
        long[] out = exports.computeIfAbsent(function, instance::export).apply(args);
        return out == null || out.length == 0 ? 0 : out[0];
    }

    int callInt(String function, long... args) {
        return (int) call(function, args);
    }

    Memory memory() {
        return instance.memory();
    }

    /** A copy of some bytes in SQLite's memory, with a zero behind it; to be given to {@link #free}. */
    int put(byte[] bytes) {
        int at = callInt("malloc", bytes.length + 1L);
        if (at == 0) {
            throw new SqliteException(SqliteException.Kind.FULL, "out of memory");
        }
        memory().write(at, bytes);
        memory().writeByte(at + bytes.length, (byte) 0);
        return at;
    }

    int put(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    void free(int at) {
        call("free", at);
    }

    String text(int at) {
        return at == 0 ? "" : memory().readCString(at);
    }
}
