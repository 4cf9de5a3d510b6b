package dev.gyre.wasi.p2.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

/** WASI 0.2. */
@Component
public final class Wasi02 implements HostInterfaceProvider {
    private static final String VERSION = "@0.2.12";
    private static final Map<String, Class<?>> INTERFACES = interfaces(Map.ofEntries(
            Map.entry("io/error", Errors.class),
            Map.entry("io/poll", Polls.class),
            Map.entry("io/streams", Streams.class),
            Map.entry("clocks/monotonic-clock", Monotonic.class),
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
            Map.entry("filesystem/types", Filesystem.class),
            Map.entry("filesystem/preopens", Filesystem.Preopens.class),
            Map.entry("http/types", HttpTypes.class)), VERSION);

    private final Randomness randomness = new Randomness();
    private final StateKey<EventClocks> clocks = new StateKey<>(event -> new EventClocks());

    private static Map<String, Class<?>> interfaces(Map<String, Class<?>> names, String version) {
        Map<String, Class<?>> out = new TreeMap<>();
        names.forEach((name, type) -> out.put("wasi:" + name + version, type));
        return Map.copyOf(out);
    }

    @Override
    public List<WitFile> wit() {
        return List.of();
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return INTERFACES;
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        return this::create;
    }

    private Object create(Class<?> type, HostContext event) {
        return switch (type.getSimpleName()) {
            case "Cli" -> new Cli(event);
            case "Chance" -> new Chance(randomness);
            case "Monotonic" -> new Monotonic(event.state(clocks));
            case "Wall" -> new Wall(event.state(clocks));
            case "Polls" -> new Polls();
            case "Streams" -> new Streams();
            case "Terminals" -> new Terminals();
            case "Filesystem" -> new Filesystem();
            case "Preopens" -> new Filesystem.Preopens(event);
            case "HttpTypes" -> new HttpTypes();
            default -> throw new IllegalArgumentException(type + " has no functions");
        };
    }
}
