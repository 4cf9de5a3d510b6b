package dev.gyre.component.internal.wit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.config.Nearest;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.WitFile;
import dev.gyre.component.internal.wit.Ast.PackageName;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.Semver;
import dev.gyre.component.wit.WitException;
import dev.gyre.component.wit.WitInterface;
import dev.gyre.component.wit.WitWorld;

/** Looks up the names in WIT packages. For one thread. */
public final class Resolver {
    private final Map<String, List<Ast.Package>> packages = new LinkedHashMap<>();
    private final Map<String, Scope> scopes = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Set<String> features;
    private final List<WitInterface> interfaces = new ArrayList<>();
    private final List<WitWorld> worlds = new ArrayList<>();

    private Resolver(Set<String> features) {
        this.features = features;
    }

    /** @throws WitException for the first thing that is wrong */
    public static Resolver resolve(Collection<WitFile> files, Set<String> features) {
        Resolver resolver = new Resolver(features);
        resolver.collect(files.stream().map(WitParser::parse).toList(), files.stream().map(WitFile::name).toList());
        resolver.run();
        return resolver;
    }

    public List<WitInterface> interfaces() {
        return List.copyOf(interfaces);
    }

    public List<WitWorld> worlds() {
        return List.copyOf(worlds);
    }

    private void collect(List<WitParser.File> files, List<String> names) {
        Map<String, PackageName> ofFolder = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            String folder = folder(names.get(i));
            files.get(i).name().ifPresent(n -> ofFolder.putIfAbsent(folder, n));
        }
        for (int i = 0; i < files.size(); i++) {
            WitParser.File file = files.get(i);
            file.nested().forEach(this::add);
            Ast.Package own = file.own();
            if (own.interfaces().isEmpty() && own.worlds().isEmpty()) {
                continue;
            }
            Position start = Position.of(names.get(i));
            PackageName name = file.name().or(() -> Optional.ofNullable(ofFolder.get(folder(start.source())))).orElseThrow(
                    () -> new WitException(start, "no file of this folder says which package this is; begin one with \"package namespace:name;\""));
            add(new Ast.Package(name, own.interfaces(), own.worlds(), own.uses()));
        }
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    private void add(Ast.Package part) {
        packages.computeIfAbsent(part.name().toString(), n -> new ArrayList<>()).add(part);
    }

    private void run() {
        for (List<Ast.Package> parts : List.copyOf(packages.values())) {
            for (Ast.Package part : parts) {
                for (Ast.Interface body : part.interfaces()) {
                    if (included(body.gate())) {
                        InterfaceName name = nameOf(part.name(), body.name());
                        interfaces.add(new WitInterface(name, scope(part, body).type()));
                    }
                }
            }
        }
        for (List<Ast.Package> parts : packages.values()) {
            for (Ast.Package part : parts) {
                part.worlds().stream().filter(w -> included(w.gate())).forEach(w -> worlds.add(new WorldBuilder(this, part).build(w)));
            }
        }
    }

    boolean included(Ast.Gate gate) {
        return gate.unstable().isEmpty() || features.contains(gate.unstable().get());
    }

    static InterfaceName nameOf(PackageName pkg, String name) {
        Optional<Semver> version = pkg.version().map(v -> Semver.parse(v)
                .orElseThrow(() -> new WitException(pkg.position(), "\"" + v + "\" is no semantic version such as 1.0.0")));
        return new InterfaceName(pkg.namespace() + ":" + pkg.name(), name, version);
    }

    /** An interface's names; those that use each other are an error. */
    private Scope scope(Ast.Package part, Ast.Interface body) {
        InterfaceName name = nameOf(part.name(), body.name());
        Scope known = scopes.get(name.toString());
        if (known != null) {
            return known;
        }
        if (!open.add(name.toString())) {
            throw new WitException(body.position(), "interface " + name + " uses itself by way of " + String.join(", ", open));
        }
        Scope scope = new Scope(this, part, Optional.of(name));
        body.items().forEach(scope::add);
        open.remove(name.toString());
        scopes.put(name.toString(), scope);
        return scope;
    }

    /** The interface a path means, seen from a package. */
    Scope interfaceAt(Ast.Package from, Ast.Path path) {
        return find(from, path, Ast.Package::interfaces, Ast.Interface::name)
                .map(found -> scope(found.part, found.thing))
                .orElseThrow(() -> missing(from, path, "interface", p -> p.interfaces().stream().map(Ast.Interface::name).toList()));
    }

    /** The interface's full name. */
    InterfaceName nameAt(Ast.Package from, Ast.Path path) {
        return interfaceAt(from, path).name().orElseThrow();
    }

    /** The world a path means, with the package it is in. */
    Map.Entry<Ast.Package, Ast.World> worldAt(Ast.Package from, Ast.Path path) {
        Found<Ast.World> found = find(from, path, Ast.Package::worlds, Ast.World::name)
                .orElseThrow(() -> missing(from, path, "world", p -> p.worlds().stream().map(Ast.World::name).toList()));
        return Map.entry(found.part, found.thing);
    }

    private record Found<T>(Ast.Package part, T thing) {
    }

    private <T> Optional<Found<T>> find(Ast.Package from, Ast.Path path, java.util.function.Function<Ast.Package, List<T>> things,
            java.util.function.Function<T, String> name) {
        for (Ast.Package part : partsOf(from, path)) {
            for (T thing : things.apply(part)) {
                if (name.apply(thing).equals(path.name())) {
                    return Optional.of(new Found<>(part, thing));
                }
            }
        }
        if (path.inPackage().isEmpty()) {
            for (Ast.TopUse use : from.uses()) {
                if (use.name().equals(path.name()) && !use.path().equals(path)) {
                    return find(from, use.path(), things, name);
                }
            }
        }
        return Optional.empty();
    }

    /** The parts of the package a path names: without a version any one that is there. */
    private List<Ast.Package> partsOf(Ast.Package from, Ast.Path path) {
        if (path.inPackage().isEmpty()) {
            return packages.getOrDefault(from.name().toString(), List.of());
        }
        PackageName wanted = path.inPackage().get();
        List<Ast.Package> exact = packages.getOrDefault(wanted.toString(), List.of());
        if (!exact.isEmpty() || wanted.version().isPresent()) {
            return exact;
        }
        return packages.values().stream().map(List::getFirst).map(Ast.Package::name)
                .filter(n -> n.namespace().equals(wanted.namespace()) && n.name().equals(wanted.name()))
                .findFirst().map(n -> packages.get(n.toString())).orElse(List.of());
    }

    private WitException missing(Ast.Package from, Ast.Path path, String what, java.util.function.Function<Ast.Package, List<String>> names) {
        List<Ast.Package> parts = partsOf(from, path);
        String where = path.inPackage().map(PackageName::toString).orElse(from.name().toString());
        if (parts.isEmpty()) {
            return new WitException(path.position(), "package " + where + " is not among the files");
        }
        List<String> there = parts.stream().flatMap(p -> names.apply(p).stream()).toList();
        return new WitException(path.position(), "package " + where + " has no " + what + " \"" + path.name() + "\""
                + Nearest.of(path.name(), there).map(n -> "; did you mean \"" + n + "\"?").orElse(""));
    }
}
