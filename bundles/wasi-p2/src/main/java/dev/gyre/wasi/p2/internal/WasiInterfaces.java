package dev.gyre.wasi.p2.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.StateKey;
import dev.gyre.api.host.WitFile;
import dev.gyre.wasi.backend.EventClocks;
import dev.gyre.wasi.backend.Randomness;
import dev.gyre.wasi.p2.internal.cli.Chance;
import dev.gyre.wasi.p2.internal.cli.Cli;
import dev.gyre.wasi.p2.internal.cli.TerminalInput;
import dev.gyre.wasi.p2.internal.cli.TerminalOutput;
import dev.gyre.wasi.p2.internal.cli.Terminals;
import dev.gyre.wasi.p2.internal.clock.Monotonic;
import dev.gyre.wasi.p2.internal.clock.Wall;
import dev.gyre.wasi.p2.internal.file.Filesystem;
import dev.gyre.wasi.p2.internal.http.HttpTypes;
import dev.gyre.wasi.p2.internal.io.Errors;
import dev.gyre.wasi.p2.internal.io.Polls;
import dev.gyre.wasi.p2.internal.io.Streams;
import dev.gyre.wasi.p2.internal.rc.Filesystem1018;
import dev.gyre.wasi.p2.internal.rc.HttpTypes1018;
import dev.gyre.wasi.p2.internal.rc.HttpTypes1110;
import dev.gyre.wasi.p2.internal.rc.Monotonic1018;
import dev.gyre.wasi.p2.internal.rc.Polls1018;
import dev.gyre.wasi.p2.internal.rc.Streams1018;
import dev.gyre.wasi.p2.internal.rc.Timezone1018;

/** WASI 0.2 and its two release candidates, all over one back end. Thread-safe. */
@Capability(namespace = "dev.gyre.host", name = "wasi:cli")
@Capability(namespace = "dev.gyre.host", name = "wasi:clocks")
@Capability(namespace = "dev.gyre.host", name = "wasi:filesystem")
@Capability(namespace = "dev.gyre.host", name = "wasi:io")
@Capability(namespace = "dev.gyre.host", name = "wasi:random")
@Component
public final class WasiInterfaces implements HostInterfaceProvider {
    static final String WASI_02 = "@0.2.12";
    static final String RC_2023_11_10 = "@0.2.0-rc-2023-11-10";
    static final String RC_2023_10_18 = "@0.2.0-rc-2023-10-18";

    private static final Map<String, Class<?>> COMMON = Map.ofEntries(
            Map.entry("clocks/wall-clock", Wall.class),
            Map.entry("random/random", Chance.class),
            Map.entry("random/insecure", Chance.class),
            Map.entry("random/insecure-seed", Chance.class),
            Map.entry("cli/environment", Cli.class),
            Map.entry("cli/exit", Cli.class),
            Map.entry("cli/stdin", Cli.class),
            Map.entry("cli/stdout", Cli.class),
            Map.entry("cli/stderr", Cli.class),
            Map.entry("cli/terminal-input", TerminalInput.class),
            Map.entry("cli/terminal-output", TerminalOutput.class),
            Map.entry("cli/terminal-stdin", Terminals.class),
            Map.entry("cli/terminal-stdout", Terminals.class),
            Map.entry("cli/terminal-stderr", Terminals.class),
            Map.entry("filesystem/preopens", Filesystem.Preopens.class));
    private static final Map<String, Class<?>> SINCE_11_10 = Map.of(
            "io/error", Errors.class,
            "io/poll", Polls.class,
            "io/streams", Streams.class,
            "clocks/monotonic-clock", Monotonic.class,
            "filesystem/types", Filesystem.class);
    private static final Map<String, Class<?>> ONLY_10_18 = Map.of(
            "io/poll", Polls1018.class,
            "io/streams", Streams1018.class,
            "clocks/monotonic-clock", Monotonic1018.class,
            "clocks/timezone", Timezone1018.class,
            "filesystem/types", Filesystem1018.class,
            "http/types", HttpTypes1018.class);

    private final Map<String, Class<?>> interfaces = new HashMap<>();
    private final Map<Class<?>, Function<HostContext, Object>> makers;

    public WasiInterfaces() {
        add(WASI_02, List.of(COMMON, SINCE_11_10, Map.of("http/types", HttpTypes.class)));
        add(RC_2023_11_10, List.of(COMMON, SINCE_11_10, Map.of("http/types", HttpTypes1110.class)));
        add(RC_2023_10_18, List.of(COMMON, ONLY_10_18));
        Randomness randomness = new Randomness();
        StateKey<EventClocks> clocks = new StateKey<>(event -> new EventClocks());
        makers = Map.ofEntries(
                Map.entry(Cli.class, Cli::new),
                Map.entry(Terminals.class, event -> new Terminals()),
                Map.entry(Chance.class, event -> new Chance(randomness)),
                Map.entry(Wall.class, event -> new Wall(event.state(clocks))),
                Map.entry(Monotonic.class, event -> new Monotonic(event.state(clocks))),
                Map.entry(Monotonic1018.class, event -> new Monotonic1018(event.state(clocks))),
                Map.entry(Timezone1018.class, event -> new Timezone1018()),
                Map.entry(Polls.class, event -> new Polls()),
                Map.entry(Polls1018.class, event -> new Polls1018()),
                Map.entry(Streams.class, event -> new Streams()),
                Map.entry(Streams1018.class, event -> new Streams1018()),
                Map.entry(Filesystem.class, event -> new Filesystem()),
                Map.entry(Filesystem1018.class, event -> new Filesystem1018()),
                Map.entry(Filesystem.Preopens.class, Filesystem.Preopens::new),
                Map.entry(HttpTypes.class, event -> new HttpTypes()),
                Map.entry(HttpTypes1110.class, event -> new HttpTypes1110()),
                Map.entry(HttpTypes1018.class, event -> new HttpTypes1018()));
    }

    private void add(String version, List<Map<String, Class<?>>> faces) {
        faces.forEach(face -> face.forEach((name, type) -> interfaces.put("wasi:" + name + version, type)));
    }

    @Override
    public List<WitFile> wit() {
        return List.of();
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.copyOf(interfaces);
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        return (type, event) -> makers.get(type).apply(event);
    }
}
