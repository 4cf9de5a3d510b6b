package dev.gyre.component.internal.wit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.host.WitFile;
import dev.gyre.component.internal.wit.Ast.Gate;
import dev.gyre.component.internal.wit.Ast.Interface;
import dev.gyre.component.internal.wit.Ast.Item;
import dev.gyre.component.internal.wit.Ast.PackageName;
import dev.gyre.component.internal.wit.Ast.Path;
import dev.gyre.component.internal.wit.Ast.World;
import dev.gyre.component.internal.wit.Ast.WorldItem;
import dev.gyre.component.wit.WitException;

/** Reads a WIT file (component-model repository, design/mvp/WIT.md). For one thread. */
final class WitParser extends TypeParser {
    /** A file: the package it belongs to, if it says so, and those nested in it. */
    record File(Optional<PackageName> name, Ast.Package own, List<Ast.Package> nested) {
    }

    private static final PackageName NOBODY = new PackageName("", "", Optional.empty(), dev.gyre.api.config.Position.of(""));

    private WitParser(WitFile source) {
        super(source);
    }

    /** @throws WitException for the first word that does not belong */
    static File parse(WitFile source) {
        return new WitParser(source).file();
    }

    private File file() {
        Optional<PackageName> name = Optional.empty();
        List<Ast.Package> nested = new ArrayList<>();
        gate();
        if (at("package")) {
            next();
            PackageName first = packageName();
            if (at("{")) {
                nested.add(body(first));
            } else {
                expect(";");
                name = Optional.of(first);
            }
        }
        Ast.Package own = items(name.orElse(NOBODY), nested);
        return new File(name, own, List.copyOf(nested));
    }

    private Ast.Package body(PackageName name) {
        expect("{");
        Ast.Package inside = items(name, new ArrayList<>());
        expect("}");
        return inside;
    }

    private Ast.Package items(PackageName name, List<Ast.Package> nested) {
        List<Interface> interfaces = new ArrayList<>();
        List<World> worlds = new ArrayList<>();
        List<Ast.TopUse> uses = new ArrayList<>();
        while (!atEnd() && !at("}")) {
            Gate gate = gate();
            if (take("interface")) {
                Token word = name("the interface's name");
                interfaces.add(new Interface(word.text(), interfaceItems(), gate, word.position()));
            } else if (take("world")) {
                Token word = name("the world's name");
                worlds.add(new World(word.text(), worldItems(), gate, word.position()));
            } else if (take("use")) {
                Path path = path();
                String alias = take("as") ? name("a name").text() : path.name();
                expect(";");
                uses.add(new Ast.TopUse(path, alias));
            } else if (take("package")) {
                nested.add(body(packageName()));
            } else {
                throw unexpected("interface, world, use or package");
            }
        }
        return new Ast.Package(name, List.copyOf(interfaces), List.copyOf(worlds), List.copyOf(uses));
    }

    private PackageName packageName() {
        Token namespace = name("a package's namespace");
        expect(":");
        String name = name("a package's name").text();
        return new PackageName(namespace.text(), name, take("@") ? Optional.of(version()) : Optional.empty(), namespace.position());
    }

    private Path path() {
        Token first = name("an interface");
        if (!take(":")) {
            return new Path(Optional.empty(), first.text(), first.position());
        }
        String pkg = name("a package's name").text();
        expect("/");
        String name = name("an interface").text();
        Optional<String> version = take("@") ? Optional.of(version()) : Optional.empty();
        return new Path(Optional.of(new PackageName(first.text(), pkg, version, first.position())), name, first.position());
    }

    private List<Item> interfaceItems() {
        expect("{");
        List<Item> items = new ArrayList<>();
        while (!take("}")) {
            items.add(interfaceItem());
        }
        return List.copyOf(items);
    }

    private Item interfaceItem() {
        Gate gate = gate();
        if (at("use") && !peek(1).is(":")) {
            next();
            return use(gate);
        }
        Optional<Item> type = peek(1).is(":") ? Optional.empty() : typeDef(gate);
        if (type.isPresent()) {
            return type.get();
        }
        Token name = name("a function or a type");
        expect(":");
        return function("", name, gate);
    }

    private Ast.Use use(Gate gate) {
        Path path = path();
        expect(".");
        List<Ast.UsedName> names = list("{", "}", () -> {
            Token name = name("a type's name");
            return new Ast.UsedName(name.text(), take("as") ? name("a name").text() : name.text(), name.position());
        });
        expect(";");
        return new Ast.Use(path, names, gate);
    }

    private List<WorldItem> worldItems() {
        expect("{");
        List<WorldItem> items = new ArrayList<>();
        while (!take("}")) {
            items.add(worldItem());
        }
        return List.copyOf(items);
    }

    private WorldItem worldItem() {
        Gate gate = gate();
        if (at("import") || at("export")) {
            return extern(next().is("export"), gate);
        }
        if (take("include")) {
            Path path = path();
            if (take("with")) {
                list("{", "}", () -> {
                    name("a name");
                    expect("as");
                    return name("a name");
                });
            } else {
                expect(";");
            }
            return new Ast.Include(path, gate);
        }
        if (take("use")) {
            return new Ast.WorldType(use(gate), gate);
        }
        return typeDef(gate).map(type -> new Ast.WorldType(type, gate))
                .orElseThrow(() -> unexpected("import, export, include, use or a type"));
    }

    private WorldItem extern(boolean export, Gate gate) {
        // "name: func" and "name: interface" are written in place; anything else names an interface.
        if (peek(1).is(":") && (peek(2).is("func") || peek(2).is("async") || peek(2).is("interface"))) {
            Token name = name("a name");
            expect(":");
            if (take("interface")) {
                Interface body = new Interface(name.text(), interfaceItems(), gate, name.position());
                return new Ast.ExternInterface(export, body, gate);
            }
            return new Ast.ExternFunction(export, function("", name, gate), gate);
        }
        Path path = path();
        expect(";");
        return new Ast.Extern(export, path, gate);
    }
}
