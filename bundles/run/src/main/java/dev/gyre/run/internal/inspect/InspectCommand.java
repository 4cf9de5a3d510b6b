package dev.gyre.run.internal.inspect;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.Printable;
import dev.gyre.api.engine.EngineOnRequest;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.Fit;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.cli.Command;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;
import dev.gyre.run.internal.WasmFile;

/** {@code gyre inspect}: what a WebAssembly file is, and which engines can run it. Thread-safe. */
@Component(property = Command.PROPERTY + "=inspect")
public final class InspectCommand implements Command {
    private static final List<Option> OPTIONS = List.of(new Option("help", 'h', "", "", "Print this help"));

    private final List<WasmEngine> engines = new CopyOnWriteArrayList<>();
    private final PrintStream out = System.out;

    /** The command waits for one engine, so that there is something to tell. */
    @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policy = ReferencePolicy.DYNAMIC)
    void bindEngine(WasmEngine engine) {
        engines.add(engine);
    }

    void unbindEngine(WasmEngine engine) {
        engines.remove(engine);
    }

    @Override
    public int run(List<String> arguments) {
        Arguments args = Arguments.parse(OPTIONS, arguments, Map.of(), 1);
        if (args.flag("help")) {
            out.print("Tell what a WebAssembly file is\n\nUsage: gyre inspect FILE\n\nOptions:\n" + Arguments.help(OPTIONS));
            return 0;
        }
        Path file = Path.of(args.words().stream().findFirst().orElseThrow(() -> new UsageException("which file? As in 'gyre inspect program.wasm'")));
        print(WasmFile.read(file, Report::of));
        return 0;
    }

    private void print(Report report) {
        line("kind", report.kind());
        list("imports", report.imports());
        list("exports", report.exports());
        line("features", report.features());
        long code = report.parts().stream().mapToLong(ModuleProfile::codeBytes).sum();
        int functions = report.parts().stream().mapToInt(ModuleProfile::functions).sum();
        line("code", code + " bytes in " + Report.functions(functions) + (report.parts().size() == 1 ? "" : " of " + report.parts().size() + " core modules"));
        report.largest().ifPresent(p -> line("largest function", p.largestFunctionBytes() + " bytes (index " + p.largestFunction() + ")"));
        for (WasmEngine engine : engines) {
            Optional<Fit> worst = report.parts().stream().map(engine::fit).min(java.util.Comparator.comparing(Fit::level));
            worst.ifPresent(fit -> line("engine " + engine.id(), fit.level().name().toLowerCase(java.util.Locale.ROOT) + ": " + fit.why()));
        }
        for (EngineOnRequest engine : EngineOnRequest.absent(engines.stream().map(WasmEngine::id).toList())) {
            List<Feature> lacking = engine.lacking(report.used());
            line("engine " + engine.id(), lacking.isEmpty() ? "could run it, and is not here: start gyre with it (" + engine.how() + ")"
                    : "is not here, and lacks " + lacking.stream().map(Feature::toString).collect(Collectors.joining(", ")));
        }
    }

    private void list(String title, List<String> lines) {
        line(title, lines.isEmpty() ? "nothing" : "");
        lines.forEach(l -> out.println("  " + Printable.of(l)));
    }

    private void line(String title, String text) {
        out.println((title + ": " + Printable.of(text)).stripTrailing());
    }
}
