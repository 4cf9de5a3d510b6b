package dev.gyre.run.internal.inspect;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.gyre.component.link.Component;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.Semver;
import dev.gyre.wasm.ImportEntry;
import dev.gyre.wasm.ModuleBinary;

/** Tells from what a file imports and exports which tools and hosts it belongs to. Stateless. */
final class Era {
    private Era() {
    }

    static String of(Component component) {
        List<InterfaceName> names = java.util.stream.Stream.concat(component.imports().keySet().stream(), component.exports().keySet().stream())
                .flatMap(n -> InterfaceName.parse(n).stream()).toList();
        String versions = names.stream().filter(n -> n.packageName().startsWith("wasi:")).flatMap(n -> n.version().stream()).map(Semver::toString)
                .collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining(", "));
        return "component" + (versions.isEmpty() ? "" : " for WASI " + versions) + purpose(component.exports().keySet().stream().toList());
    }

    private static String purpose(List<String> exports) {
        return exports.stream().map(name -> {
            if (name.startsWith("wasi:http/incoming-handler@") || name.startsWith("wasi:http/handler@")) {
                return ", serves HTTP";
            }
            if (name.startsWith("wasi:cli/run@")) {
                return ", a program (gyre run)";
            }
            return name.startsWith("fermyon:spin/inbound-") || name.startsWith("spin:") ? ", handles events of Spin" : "";
        }).distinct().collect(Collectors.joining());
    }

    static String of(ModuleBinary module) {
        boolean spin = exports(module, "handle-http-request") || exports(module, "handle-redis-message") || exports(module, "handler");
        Optional<String> wasi = module.imports().stream().map(ImportEntry::module).filter(m -> m.startsWith("wasi_")).sorted().reduce((a, b) -> b);
        if (spin) {
            return "core module for Spin 0.1 to 1.0 (2022)";
        }
        String snapshot = wasi.map(m -> " on " + m).orElse("");
        return exports(module, "_start") ? "core module, a program" + snapshot + " (gyre run, or the WAGI executor)" : "core module" + snapshot;
    }

    private static boolean exports(ModuleBinary module, String name) {
        return module.exportedFunction(name).isPresent();
    }
}
