package dev.gyre.component.internal.wit;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.component.link.Entity;
import dev.gyre.component.wit.WitException;
import dev.gyre.component.wit.WitWorld;

/** Puts a world together from its own items and those of the worlds it includes. For one world. */
final class WorldBuilder {
    private final Resolver resolver;
    private final Ast.Package home;
    private final Map<String, Entity> imports = new LinkedHashMap<>();
    private final Map<String, Entity> exports = new LinkedHashMap<>();
    private final Set<String> including = new HashSet<>();

    WorldBuilder(Resolver resolver, Ast.Package home) {
        this.resolver = resolver;
        this.home = home;
    }

    WitWorld build(Ast.World world) {
        add(home, world);
        return new WitWorld(Resolver.nameOf(home.name(), world.name()).toString(), imports, exports);
    }

    private void add(Ast.Package part, Ast.World world) {
        String name = Resolver.nameOf(part.name(), world.name()).toString();
        if (!including.add(name)) {
            throw new WitException(world.position(), "world " + name + " includes itself");
        }
        Scope scope = new Scope(resolver, part, Optional.empty());
        for (Ast.WorldItem item : world.items()) {
            if (resolver.included(item.gate()) && item instanceof Ast.WorldType type) {
                scope.add(type.item());
            }
        }
        scope.type().types().forEach((n, t) -> imports.put(n, new Entity.Type(t)));
        scope.type().resources().forEach((n, r) -> imports.put(n, new Entity.Resource(r)));
        for (Ast.WorldItem item : world.items()) {
            if (resolver.included(item.gate())) {
                add(part, scope, item);
            }
        }
        including.remove(name);
    }

    private void add(Ast.Package part, Scope scope, Ast.WorldItem item) {
        switch (item) {
            case Ast.Extern e -> {
                Scope named = resolver.interfaceAt(part, e.path());
                side(e.export()).put(resolver.nameAt(part, e.path()).toString(), new Entity.Interface(named.type()));
            }
            case Ast.ExternFunction f -> side(f.export()).put(f.function().name(), new Entity.Function(scope.function(f.function())));
            case Ast.ExternInterface i -> {
                Scope inline = new Scope(resolver, part, Optional.empty());
                i.body().items().forEach(inline::add);
                side(i.export()).put(i.body().name(), new Entity.Interface(inline.type()));
            }
            case Ast.Include include -> {
                Map.Entry<Ast.Package, Ast.World> found = resolver.worldAt(part, include.path());
                add(found.getKey(), found.getValue());
            }
            case Ast.WorldType type -> { /* added before all others, which may use it */ }
        }
    }

    private Map<String, Entity> side(boolean export) {
        return export ? exports : imports;
    }
}
