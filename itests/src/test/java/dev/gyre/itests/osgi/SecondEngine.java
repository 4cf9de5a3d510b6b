package dev.gyre.itests.osgi;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.EngineCapabilities;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;

/** An engine under a name of its own that has another do the work, with code of its own: cold when it comes. */
record SecondEngine(WasmEngine real) implements WasmEngine {
    @Override
    public String id() {
        return "second";
    }

    @Override
    public String version() {
        return real.version();
    }

    @Override
    public EngineCapabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public CompiledModule compile(byte[] wasm, CompileOptions options) {
        return real.compile(wasm, new CompileOptions(options.name(), CompileCache.NONE));
    }

    @Override
    public Store openStore(StoreLimits limits, Object data) {
        return real.openStore(limits, data);
    }
}
