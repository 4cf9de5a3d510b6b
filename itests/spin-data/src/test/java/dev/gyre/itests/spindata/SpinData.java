package dev.gyre.itests.spindata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.json.JSONObject;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.locked.LockedApps;
import dev.gyre.manifest.internal.TomlManifestReader;

/** Reads the manifests among Spin's test data and compares with what Spin makes of them. */
public final class SpinData {
    private final TomlManifestReader reader = new TomlManifestReader();
    private final Hosts hosts = new Hosts();
    private final Path spin;
    private int alike;
    private final List<String> different = new ArrayList<>();

    private SpinData(Path spin) {
        this.spin = spin;
    }

    /** @param arguments the folder of a copy of Spin's repository */
    public static void main(String[] arguments) throws IOException {
        SpinData data = new SpinData(Path.of(arguments[0]));
        data.section("manifests and their JSON", data.manifests());
        data.section("manifests of version 1 as version 2", data.upgrades());
        data.section("normalisation", List.of(data.normalisation()));
        data.section("locked applications", data.locks());
        data.section("doctor", data.doctor());
        data.section("manifests of examples and tests", data.examples());
        data.different.forEach(d -> System.out.println("   different: " + d));
        System.out.println("in all: " + data.alike + " alike, " + data.different.size() + " different");
        System.exit(0);
    }

    /** A difference, or nothing. */
    private record Case(String name, Optional<String> difference) {
    }

    private void section(String name, List<Case> cases) {
        long same = cases.stream().filter(c -> c.difference().isEmpty()).count();
        System.out.println(name + ": " + same + " of " + cases.size() + " alike");
        alike += (int) same;
        cases.forEach(c -> c.difference().ifPresent(d -> different.add(c.name() + ": " + d)));
    }

    private List<Path> files(String folder, String suffix) throws IOException {
        Path root = spin.resolve(folder);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(f -> f.getFileName().toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static Path sibling(Path file, String suffix) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + suffix);
    }

    private Application read(Path file) throws IOException {
        return reader.read(Files.readString(file), file.getFileName().toString(), new Origin.Manifest(file));
    }

    private String name(Path file) {
        return spin.relativize(file).toString();
    }

    /** What a manifest is refused with, by the reader or by the policy. */
    private Optional<String> refusal(Path file) throws IOException {
        try {
            Application app = read(file);
            app.components().forEach(c -> hosts.check(app, c));
            return Optional.empty();
        } catch (GyreException e) {
            return Optional.of(e.getMessage());
        }
    }

    private List<Case> manifests() throws IOException {
        List<Case> out = new ArrayList<>();
        for (Path file : files("crates/manifest/tests/ui", ".toml")) {
            Optional<String> refused = refusal(file);
            boolean bad = Files.exists(sibling(file, ".err"));
            Optional<String> difference = bad == refused.isPresent() ? Optional.empty() : Optional.of(bad ? "accepted" : "refused: " + refused.get());
            if (!bad && refused.isEmpty()) {
                boolean v1 = read(file).info().manifestVersion() == 1;
                String text = v1 ? reader.upgraded(Files.readString(file), "x") : Files.readString(file);
                difference = Json.difference(new JSONObject(Files.readString(sibling(file, ".json"))), Json.of(reader.table(text, "x")));
            }
            out.add(new Case(name(file), difference));
        }
        return out;
    }

    private List<Case> upgrades() throws IOException {
        List<Case> out = new ArrayList<>();
        for (Path file : files("crates/manifest/tests/ui/v1", ".toml")) {
            JSONObject expected = Json.of(reader.table(Files.readString(sibling(file, ".toml.v2")), "x"));
            JSONObject actual = Json.of(reader.table(reader.upgraded(Files.readString(file), "x"), "x"));
            out.add(new Case(name(file), Json.difference(expected, actual)));
        }
        return out;
    }

    private Case normalisation() throws IOException {
        Application app = read(spin.resolve("crates/manifest/tests/ui/normalization.toml"));
        Application normal = read(spin.resolve("crates/manifest/tests/ui/normalization.toml.norm"));
        String expected = shape(normal);
        return new Case("normalization.toml", shape(app).equals(expected) ? Optional.empty() : Optional.of(shape(app) + " for " + expected));
    }

    private static String shape(Application app) {
        return app.bindings().stream().map(b -> b.id() + b.componentId() + b.components()).toList().toString()
                + app.components().stream().map(c -> c.id() + c.source()).sorted().toList();
    }

    private List<Case> locks() throws IOException {
        List<Case> out = new ArrayList<>();
        for (Path file : files("crates/loader/tests/ui", ".toml")) {
            Path lock = file.getFileName().toString().equals("spin.toml") ? file.resolveSibling("spin.lock") : sibling(file, ".lock");
            Optional<String> refused = refusal(file);
            Optional<String> difference;
            if (!Files.exists(lock)) {
                difference = refused.isPresent() ? Optional.empty() : Optional.of("accepted");
            } else if (refused.isPresent()) {
                difference = Optional.of("refused: " + refused.get());
            } else {
                Application app = Placeholders.staged(read(file));
                String json = LockedApps.write(app, new Placeholders(file.getFileName().toString()));
                difference = Json.difference(new JSONObject(Files.readString(lock)), new JSONObject(json));
            }
            out.add(new Case(name(file), difference));
        }
        return out;
    }

    private List<Case> doctor() throws IOException {
        List<Case> out = new ArrayList<>();
        for (Path file : files("crates/doctor/tests/ui", ".toml")) {
            String cured = DoctorRun.cure(file);
            String expected = Files.readString(sibling(file, ".cured"));
            Optional<String> difference = Json.difference(latest(expected), latest(cured));
            boolean quiet = Files.readString(sibling(file, ".diags")).isBlank();
            boolean untouched = cured.equals(Files.readString(file));
            out.add(new Case(name(file), difference.or(() -> quiet == untouched ? Optional.empty() : Optional.of("treated: " + !untouched))));
        }
        return out;
    }

    /** Ours goes on to version 2 where Spin's stops at a version 1 that can be read. */
    private JSONObject latest(String text) {
        try {
            return Json.filled(Json.of(reader.table(reader.upgraded(text, "x"), "x")));
        } catch (GyreException e) {
            return Json.filled(Json.of(reader.table(text, "x")));
        }
    }

    private List<Case> examples() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("examples", "tests", "crates/build/tests", "crates/factors-test", "crates/environments")) {
            files.addAll(files(folder, ".toml"));
        }
        List<Case> out = new ArrayList<>();
        for (Path file : files) {
            String text = Files.readString(file).replaceAll("%\\{port=[^}]*}", "1234").replaceAll("%\\{[^}]*}", "placeholder.wasm");
            if (!text.contains("spin_manifest_version") && !text.contains("spin_version")) {
                continue;
            }
            Optional<String> refused = Optional.empty();
            try {
                Application app = reader.read(text, file.getFileName().toString(), new Origin.Manifest(file));
                for (Component component : app.components()) {
                    hosts.check(app, component);
                }
                app.bindings().forEach(TriggerBinding::config);
            } catch (GyreException e) {
                refused = Optional.of("refused: " + e.getMessage());
            }
            out.add(new Case(name(file), refused));
        }
        return out;
    }
}
