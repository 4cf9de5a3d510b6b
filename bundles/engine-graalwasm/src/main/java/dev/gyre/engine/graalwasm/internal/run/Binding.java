package dev.gyre.engine.graalwasm.internal.run;

import java.nio.ByteBuffer;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;

import dev.gyre.api.engine.TrapException;

/**
 * The operations on memories, tables and globals that GraalWasm offers to embedders of WebAssembly's JavaScript interface, as
 * the member {@code WebAssembly} of a context's polyglot bindings (org.graalvm.wasm.api.WebAssembly of 25.0).
 */
final class Binding {
    private final GuestStore store;
    private final Value api;
    private Value bytes;
    private Value tableRead;
    private Value nullReference;

    Binding(GuestStore store, Context context) {
        this.store = store;
        context.initialize("wasm");
        this.api = context.getPolyglotBindings().getMember("WebAssembly");
    }

    Value nullReference() {
        if (nullReference == null) {
            nullReference = api.getMember("ref_null");
        }
        return nullReference;
    }

    /** @throws TrapException when the store has been stopped */
    Value call(String operation, Object... arguments) {
        try {
            return api.getMember(operation).execute(arguments);
        } catch (RuntimeException e) {
            throw Traps.map(store, e);
        }
    }

    /** The very array a memory lies in, until it grows. */
    byte[] bytes(Value memory) {
        if (bytes == null) {
            bytes = api.getMember("mem_as_byte_buffer");
        }
        try {
            ByteBuffer buffer = bytes.execute(memory).asHostObject();
            return buffer.array();
        } catch (RuntimeException e) {
            throw Traps.map(store, e);
        }
    }

    Value element(Value table, int index) {
        if (tableRead == null) {
            tableRead = api.getMember("table_read");
        }
        try {
            return tableRead.execute(table, index);
        } catch (RuntimeException e) {
            throw Traps.map(store, e);
        }
    }
}
