package dev.gyre.component.internal.wit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.host.WitFile;
import dev.gyre.component.internal.wit.Ast.CaseDef;
import dev.gyre.component.internal.wit.Ast.Function;
import dev.gyre.component.internal.wit.Ast.Gate;
import dev.gyre.component.internal.wit.Ast.Item;
import dev.gyre.component.internal.wit.Ast.Param;
import dev.gyre.component.internal.wit.Ast.Type;
import dev.gyre.component.wit.WitException;

/** Reads types and functions. For one thread. */
class TypeParser extends TokenReader {
    private static final Set<String> GENERIC = Set.of("list", "option", "tuple", "result", "own", "borrow", "stream", "future", "map");
    private static final int DEEPEST = 100;

    private int depth;

    TypeParser(WitFile source) {
        super(source);
    }

    final Type type() {
        if (++depth > DEEPEST) {
            throw new WitException(peek().position(), "types are nested deeper than " + DEEPEST);
        }
        Token word = name("a type");
        Type type = !word.escaped() && GENERIC.contains(word.text())
                ? new Ast.Generic(word.text(), at("<") ? list("<", ">", this::argument) : List.of(), word.position())
                : new Ast.Named(word.text(), word.escaped(), word.position());
        depth--;
        return type;
    }

    private Optional<Type> argument() {
        if (take("_")) {
            return Optional.empty();
        }
        if (peek().kind() == Token.Kind.NUMBER) {
            throw new WitException(peek().position(), "lists of fixed length are not supported");
        }
        return Optional.of(type());
    }

    /** A type definition whose keyword is next, or nothing. */
    final Optional<Item> typeDef(Gate gate) {
        Token word = peek();
        if (word.kind() != Token.Kind.NAME || word.escaped()) {
            return Optional.empty();
        }
        return switch (word.text()) {
            case "type" -> {
                Token name = named();
                expect("=");
                Type type = type();
                expect(";");
                yield Optional.of(new Ast.TypeDef(name.text(), type, gate, name.position()));
            }
            case "record" -> define(gate, () -> new Ast.Fields(list("{", "}", this::param)));
            case "variant" -> define(gate, () -> new Ast.Cases(list("{", "}", this::caseDef)));
            case "enum" -> define(gate, () -> new Ast.Labels(false, list("{", "}", this::label)));
            case "flags" -> define(gate, () -> new Ast.Labels(true, list("{", "}", this::label)));
            case "resource" -> Optional.of(resource(gate));
            default -> Optional.empty();
        };
    }

    private Token named() {
        next();
        return name("a name");
    }

    private Optional<Item> define(Gate gate, java.util.function.Supplier<Type> body) {
        Token name = named();
        return Optional.of(new Ast.TypeDef(name.text(), body.get(), gate, name.position()));
    }

    private String label() {
        return name("a name").text();
    }

    private CaseDef caseDef() {
        String name = label();
        if (!take("(")) {
            return new CaseDef(name, Optional.empty());
        }
        Type payload = type();
        expect(")");
        return new CaseDef(name, Optional.of(payload));
    }

    private Param param() {
        String name = label();
        expect(":");
        return new Param(name, type());
    }

    private Item resource(Gate gate) {
        Token name = named();
        List<Function> functions = new ArrayList<>();
        if (!take(";")) {
            expect("{");
            while (!take("}")) {
                functions.add(member(name));
            }
        }
        return new Ast.Resource(name.text(), List.copyOf(functions), gate, name.position());
    }

    private Function member(Token resource) {
        Gate gate = gate();
        if (at("constructor") && peek(1).is("(")) {
            Token word = next();
            List<Param> params = list("(", ")", this::param);
            Type made = take("->") ? type() : new Ast.Named(resource.text(), true, word.position());
            expect(";");
            return new Function("[constructor]" + resource.text(), params, Optional.of(made), false, gate, word.position());
        }
        Token name = name("a function of the resource");
        expect(":");
        boolean isStatic = take("static");
        Function function = function("", name, gate);
        if (isStatic) {
            return renamed(function, "[static]" + resource.text() + "." + name.text(), function.params());
        }
        List<Param> params = new ArrayList<>();
        params.add(new Param("self", new Ast.Generic("borrow", List.of(Optional.of(new Ast.Named(resource.text(), true, name.position()))), name.position())));
        params.addAll(function.params());
        return renamed(function, "[method]" + resource.text() + "." + name.text(), List.copyOf(params));
    }

    private static Function renamed(Function f, String name, List<Param> params) {
        return new Function(name, params, f.result(), f.async(), f.gate(), f.position());
    }

    /** The part of a function behind its name's colon. */
    final Function function(String prefix, Token name, Gate gate) {
        boolean async = take("async");
        expect("func");
        List<Param> params = list("(", ")", this::param);
        if (at("->") && peek(1).is("(")) {
            throw new WitException(peek(1).position(), "functions with named results are no longer part of WIT; return a tuple or a record");
        }
        Optional<Type> result = take("->") ? Optional.of(type()) : Optional.empty();
        expect(";");
        return new Function(prefix + name.text(), params, result, async, gate, name.position());
    }

    /** {@code @since}, {@code @unstable} and {@code @deprecated} before an item. */
    final Gate gate() {
        Gate gate = Gate.OPEN;
        while (take("@")) {
            Token word = name("since, unstable or deprecated");
            expect("(");
            String key = name("version or feature").text();
            expect("=");
            if (word.is("unstable") && key.equals("feature")) {
                gate = new Gate(Optional.of(name("a feature's name").text()));
            } else if ((word.is("since") || word.is("deprecated")) && key.equals("version")) {
                version();
            } else {
                throw new WitException(word.position(), "@" + word.text() + "(" + key + " = ...) has no meaning in WIT");
            }
            if (take(",")) {
                name("feature");
                expect("=");
                name("a feature's name");
            }
            expect(")");
        }
        return gate;
    }

    /** A semantic version, put together from its words. */
    final String version() {
        StringBuilder out = new StringBuilder(number());
        for (int i = 0; i < 2; i++) {
            expect(".");
            out.append('.').append(number());
        }
        for (String mark : List.of("-", "+")) {
            if (take(mark)) {
                out.append(mark).append(identifiers());
            }
        }
        return out.toString();
    }

    private String number() {
        if (peek().kind() != Token.Kind.NUMBER) {
            throw unexpected("a version such as 1.0.0");
        }
        return next().text();
    }

    private String identifiers() {
        StringBuilder out = new StringBuilder();
        while (peek().kind() == Token.Kind.NAME || peek().kind() == Token.Kind.NUMBER || at("-") || at(".") && !peek(1).is("{")) {
            out.append(next().text());
        }
        if (out.isEmpty()) {
            throw unexpected("the rest of a version");
        }
        return out.toString();
    }
}
