package dev.gyre.wasi.p1.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;
import dev.gyre.api.runtime.Limits;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** A module bound to WASI as the runtime would do it. */
final class Guest {
    private static final WasmEngine ENGINE = new ChicoryEngine();
    private static final StoreLimits LIMITS = new StoreLimits(128 << 20, 10_000, 1);
    private static final Map<String, CompiledModule> COMPILED = new HashMap<>();

    final List<Mount> mounts = new ArrayList<>();
    final List<String> arguments = new ArrayList<>(List.of("guest"));
    final Map<String, String> environment = new java.util.LinkedHashMap<>();
    InputStream stdin = InputStream.nullInputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream stdout = out;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    long remainingNanos = Long.MAX_VALUE;

    private final CompiledModule module;

    private Guest(CompiledModule module) {
        this.module = module;
    }

    /** A module of {@code src/test/resources/guests}, without its suffix. */
    static synchronized Guest of(String name) {
        return new Guest(COMPILED.computeIfAbsent(name, n -> {
            try (InputStream in = Guest.class.getResourceAsStream("/guests/" + n + ".wasm")) {
                return ENGINE.compile(in.readAllBytes(), CompileOptions.uncached(n));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    static Guest of(byte[] wasm, String name) {
        return new Guest(ENGINE.compile(wasm, CompileOptions.uncached(name)));
    }

    Guest mount(Path host, String guest, boolean writable) {
        mounts.add(new Mount(host, guest, writable));
        return this;
    }

    Guest args(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Runs a command. @return its exit code */
    int run() {
        try (Instance instance = start()) {
            return instance.exit("_start").orElse(0);
        }
    }

    Instance start() {
        return new Instance();
    }

    /** One event. */
    final class Instance implements AutoCloseable {
        final Event event = new Event();
        final Store store;
        final CoreInstance instance;

        private Instance() {
            BoundHostModule bound = new WasiModule().bind(event.component());
            InstancePre pre = module.prepare(module.imports().stream().map(i -> binding(bound, i)).toList());
            store = ENGINE.openStore(LIMITS, event);
            instance = pre.instantiate(store);
        }

        long call(String function, long... args) {
            long[] results = instance.function(function).orElseThrow().call(args);
            return results.length == 0 ? 0 : results[0];
        }

        OptionalInt exit(String function) {
            try {
                call(function);
                return OptionalInt.empty();
            } catch (GuestExit e) {
                return OptionalInt.of(e.code());
            }
        }

        @Override
        public void close() {
            store.close();
            event.close();
        }
    }

    private static ImportBinding binding(BoundHostModule bound, ImportType wanted) {
        return new ImportBinding.Host(bound.function(wanted).filter(f -> f.type().equals(wanted.type()))
                .orElseThrow(() -> new IllegalArgumentException("nothing for " + wanted)));
    }

    final class Event implements HostContext {
        private final Map<StateKey<?>, Object> states = new IdentityHashMap<>();

        @Override
        public ComponentContext component() {
            Component component = Component.builder("guest", new ModuleSource.File(Path.of("guest.wasm"))).mounts(mounts).build();
            AppInfo info = new AppInfo("test", "1", Optional.empty(), List.of(), Optional.empty(), 1, new Origin.Manifest(Path.of("spin.toml")));
            ConfigTable none = ConfigTable.empty("", Position.of("gyre.toml"));
            Application application = new Application(info, List.of(component), List.of(), Map.of(), Map.of(), none);
            return new Context(application, component, module.imports(), module.exports(), Optional.empty(), Limits.DEFAULT, none);
        }

        @Override
        public Map<String, String> environment() {
            return environment;
        }

        @Override
        public List<String> arguments() {
            return arguments;
        }

        @Override
        public InputStream stdin() {
            return stdin;
        }

        @Override
        public OutputStream stdout() {
            return stdout;
        }

        @Override
        public OutputStream stderr() {
            return err;
        }

        @Override
        public long remainingNanos() {
            return remainingNanos;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <S> S state(StateKey<S> key) {
            return (S) states.computeIfAbsent(key, k -> k.create(this));
        }

        void close() {
            states.values().forEach(s -> ((WasiEvent) s).close());
        }
    }

    private record Context(Application application, Component component, List<ImportType> imports, List<ExportType> exports,
            Optional<CoreLayout> layout, Limits limits, ConfigTable settings) implements ComponentContext {
    }
}
