package dev.gyre.runtime.internal.deploy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.config.Nearest;

/** Who provides which import module, for messages to users who miss one. Stateless. */
final class KnownModules {
    private static final Map<String, String> BUNDLES = Map.of(
            "wasi_snapshot_preview1", "dev.gyre.wasi.p1",
            "wasi_unstable", "dev.gyre.wasi.p1",
            "wasi-outbound-http", "dev.gyre.host.http",
            "wasi_experimental_http", "dev.gyre.host.http",
            "outbound-redis", "dev.gyre.host.redis",
            "key-value", "dev.gyre.host.key.value",
            "sqlite", "dev.gyre.host.sqlite",
            "spin-config", "dev.gyre.host.variables");

    private static final Set<String> WASI_PACKAGES = Set.of("io", "clocks", "random", "cli", "filesystem", "http");

    /** By the interface's name as far as its version, or the package's. */
    private static final Map<String, String> INTERFACES = Map.of(
            "fermyon:spin/key-value", "dev.gyre.host.key.value",
            "wasi:keyvalue/", "dev.gyre.host.key.value",
            "fermyon:spin/sqlite", "dev.gyre.host.sqlite",
            "spin:sqlite/", "dev.gyre.host.sqlite",
            "fermyon:spin/redis", "dev.gyre.host.redis",
            "fermyon:spin/variables", "dev.gyre.host.variables",
            "fermyon:spin/config", "dev.gyre.host.variables",
            "wasi:http/outgoing-handler", "dev.gyre.host.http");

    private KnownModules() {
    }

    /** Who could provide an interface, as the end of a sentence about a missing one. */
    static String interfaceProvider(String name) {
        Optional<String> bundle = INTERFACES.entrySet().stream().filter(e -> name.startsWith(e.getKey())).map(Map.Entry::getValue).findFirst();
        if (bundle.isPresent()) {
            return "bundle " + bundle.get() + " provides it";
        }
        if (name.startsWith("wasi:") && WASI_PACKAGES.stream().anyMatch(p -> name.startsWith("wasi:" + p + "/")) && name.contains("@0.2.")) {
            return "bundle dev.gyre.wasi.p2 provides it";
        }
        return "install the bundle that registers a HostInterfaceProvider for it";
    }

    /** Who could provide it, as the end of a sentence about a missing module. */
    static String provider(String module) {
        String bundle = BUNDLES.get(module);
        if (bundle != null) {
            return "bundle " + bundle + " provides it";
        }
        if (module.contains(":") || module.startsWith("cm32p2")) {
            return "it belongs to the component model, and this is a core module: make a component of it (wasm-tools component new, jco new)";
        }
        return Nearest.of(module, BUNDLES.keySet()).map(near -> "did you mean \"" + near + "\" of bundle " + BUNDLES.get(near) + "?")
                .orElse("no bundle of Gyre does; install the bundle that registers a HostModule of that name");
    }
}
