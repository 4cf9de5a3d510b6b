package dev.gyre.component.internal.wit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.config.Nearest;
import dev.gyre.api.config.Position;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.InterfaceType;
import dev.gyre.component.type.Names;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;
import dev.gyre.component.wit.WitException;

/**
 * The names of one interface or world, each looked up among those before it; types may be used before they are written, and must not
 * contain themselves. For one thread.
 */
final class Scope {
    private static final Map<String, String> OLD_NAMES = Map.of("float32", "F32", "float64", "F64");
    private static final int MOST_FLAGS = 32;

    private final Resolver resolver;
    private final Ast.Package part;
    private final Optional<InterfaceName> name;
    private final Map<String, ValueType> types = new LinkedHashMap<>();
    private final Map<String, ResourceType> resources = new LinkedHashMap<>();
    private final Map<String, FuncType> functions = new LinkedHashMap<>();
    private final Map<String, Ast.TypeDef> pending = new LinkedHashMap<>();
    private final List<Ast.Function> pendingFunctions = new ArrayList<>();
    private final Set<String> being = new HashSet<>();

    Scope(Resolver resolver, Ast.Package part, Optional<InterfaceName> name) {
        this.resolver = resolver;
        this.part = part;
        this.name = name;
    }

    Optional<InterfaceName> name() {
        return name;
    }

    void add(Ast.Item item) {
        if (!resolver.included(item.gate())) {
            return;
        }
        switch (item) {
            case Ast.Use use -> use(use);
            case Ast.TypeDef def -> {
                unused(def.name(), def.position());
                pending.put(def.name(), def);
            }
            case Ast.Resource resource -> {
                unused(resource.name(), resource.position());
                resources.put(resource.name(), new ResourceType.Named(name.map(InterfaceName::key).orElse(""), resource.name()));
                resource.functions().forEach(this::add);
            }
            case Ast.Function function -> pendingFunctions.add(function);
        }
    }

    private void unused(String wanted, Position position) {
        if (!Names.isLabel(wanted)) {
            throw new WitException(position, "\"" + wanted + "\" is no name: words of letters of one case and digits, with dashes between");
        }
        if (types.containsKey(wanted) || resources.containsKey(wanted) || pending.containsKey(wanted)) {
            throw new WitException(position, "the name \"" + wanted + "\" is there twice");
        }
    }

    private void use(Ast.Use use) {
        Scope from = resolver.interfaceAt(part, use.path());
        for (Ast.UsedName used : use.names()) {
            unused(used.alias(), used.position());
            from.finish();
            ValueType type = from.types.get(used.name());
            ResourceType resource = from.resources.get(used.name());
            if (type != null) {
                types.put(used.alias(), type);
            } else if (resource != null) {
                resources.put(used.alias(), resource);
            } else {
                throw new WitException(used.position(), "interface " + from.name.map(InterfaceName::toString).orElse("") + " has no type \""
                        + used.name() + "\"" + from.hint(used.name()));
            }
        }
    }

    private String hint(String wanted) {
        List<String> there = new ArrayList<>(types.keySet());
        there.addAll(resources.keySet());
        there.addAll(pending.keySet());
        return Nearest.of(wanted, there).map(n -> "; did you mean \"" + n + "\"?").orElse("");
    }

    /** Everything that was added, looked up. */
    InterfaceType type() {
        finish();
        return new InterfaceType(functions, types, resources);
    }

    private void finish() {
        while (!pending.isEmpty()) {
            define(pending.values().iterator().next());
        }
        List<Ast.Function> open = List.copyOf(pendingFunctions);
        pendingFunctions.clear();
        for (Ast.Function f : open) {
            if (functions.put(f.name(), function(f)) != null) {
                throw new WitException(f.position(), "the function \"" + f.name() + "\" is there twice");
            }
        }
    }

    /** A function's type with this scope's names. */
    FuncType function(Ast.Function f) {
        List<FuncType.Param> params = f.params().stream().map(p -> new FuncType.Param(p.name(), type(p.type()))).toList();
        return new FuncType(params, f.result().map(this::type), f.async());
    }

    private void define(Ast.TypeDef def) {
        if (!being.add(def.name())) {
            throw new WitException(def.position(), "type \"" + def.name() + "\" contains itself");
        }
        if (def.type() instanceof Ast.Labels labels && labels.flags() && labels.labels().size() > MOST_FLAGS) {
            throw new WitException(def.position(), "flags have at most " + MOST_FLAGS + " labels");
        }
        Optional<ResourceType> alias = def.type() instanceof Ast.Named n ? resource(n) : Optional.empty();
        if (alias.isPresent()) {
            resources.put(def.name(), alias.get());
        } else {
            types.put(def.name(), type(def.type()));
        }
        being.remove(def.name());
        pending.remove(def.name());
    }

    private ValueType type(Ast.Type type) {
        return switch (type) {
            case Ast.Named named -> named(named);
            case Ast.Generic generic -> generic(generic);
            case Ast.Fields fields -> new ValueType.RecordType(
                    fields.fields().stream().map(f -> new ValueType.Field(f.name(), type(f.type()))).toList());
            case Ast.Cases cases -> new ValueType.VariantType(
                    cases.cases().stream().map(c -> new ValueType.CaseType(c.name(), c.payload().map(this::type))).toList());
            case Ast.Labels labels when labels.flags() -> new ValueType.FlagsType(labels.labels());
            case Ast.Labels labels -> new ValueType.EnumType(labels.labels());
        };
    }

    private ValueType named(Ast.Named named) {
        Optional<ValueType> simple = named.escaped() ? Optional.empty() : keyword(named.name());
        if (simple.isPresent()) {
            return simple.get();
        }
        Optional<ResourceType> resource = resource(named);
        return resource.isPresent() ? new ValueType.OwnType(resource.get()) : types.get(named.name());
    }

    private static ValueType.ResultType result(Optional<ValueType> ok, Optional<ValueType> error) {
        return new ValueType.ResultType(ok, error);
    }

    private static Optional<ValueType> keyword(String word) {
        if (word.equals("result")) {
            return Optional.of(result(Optional.empty(), Optional.empty()));
        }
        String constant = OLD_NAMES.getOrDefault(word, word.toUpperCase(Locale.ROOT).replace('-', '_'));
        for (ValueType.Primitive p : ValueType.Primitive.values()) {
            if (p.toString().equals(word) || OLD_NAMES.containsKey(word) && p.name().equals(constant)) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }

    /** The resource a name stands for; nothing for another type, which is defined then. */
    private Optional<ResourceType> resource(Ast.Named named) {
        if (!named.escaped() && keyword(named.name()).isPresent()) {
            return Optional.empty();
        }
        Ast.TypeDef def = pending.get(named.name());
        if (def != null) {
            define(def);
        }
        if (!resources.containsKey(named.name()) && !types.containsKey(named.name())) {
            throw new WitException(named.position(), "there is no type \"" + named.name() + "\"" + hint(named.name()));
        }
        return Optional.ofNullable(resources.get(named.name()));
    }

    private ValueType generic(Ast.Generic g) {
        return switch (g.name()) {
            case "list" -> new ValueType.ListType(one(g));
            case "option" -> new ValueType.OptionType(one(g));
            case "tuple" -> new ValueType.TupleType(g.arguments().stream().map(a -> type(a.orElseThrow(() -> blank(g)))).toList());
            case "result" -> result(first(g), g.arguments().size() < 2 ? Optional.empty() : g.arguments().get(1).map(this::type));
            case "own" -> new ValueType.OwnType(handle(g));
            case "borrow" -> new ValueType.BorrowType(handle(g));
            case "stream" -> new ValueType.StreamType(first(g));
            case "future" -> new ValueType.FutureType(first(g));
            default -> throw new WitException(g.position(), "the type " + g.name() + " is not supported");
        };
    }

    private static WitException blank(Ast.Generic g) {
        return new WitException(g.position(), "\"_\" stands for nothing here");
    }

    private Optional<ValueType> first(Ast.Generic g) {
        return g.arguments().isEmpty() ? Optional.empty() : g.arguments().getFirst().map(this::type);
    }

    private ValueType one(Ast.Generic g) {
        if (g.arguments().size() != 1 || g.arguments().getFirst().isEmpty()) {
            throw new WitException(g.position(), g.name() + " takes one type, as in " + g.name() + "<u8>");
        }
        return type(g.arguments().getFirst().get());
    }

    private ResourceType handle(Ast.Generic g) {
        if (g.arguments().size() == 1 && g.arguments().getFirst().orElse(null) instanceof Ast.Named named) {
            return resource(named).orElseThrow(() -> new WitException(named.position(), "\"" + named.name() + "\" is no resource"));
        }
        throw new WitException(g.position(), g.name() + " takes a resource, as in " + g.name() + "<input-stream>");
    }
}
