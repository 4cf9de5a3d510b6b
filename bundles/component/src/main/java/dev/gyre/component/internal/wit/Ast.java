package dev.gyre.component.internal.wit;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.config.Position;

/** WIT text as it was written, before names are looked up. Immutable. */
final class Ast {
    private Ast() {
    }

    /** {@code ns:name@version}. */
    record PackageName(String namespace, String name, Optional<String> version, Position position) {
        @Override
        public String toString() {
            return namespace + ":" + name + version.map(v -> "@" + v).orElse("");
        }
    }

    /** What of a package one file has. */
    record Package(PackageName name, List<Interface> interfaces, List<World> worlds, List<TopUse> uses) {
    }

    /** An interface or world, of this package or another: {@code ns:pkg/iface@version} or {@code iface}. */
    record Path(Optional<PackageName> inPackage, String name, Position position) {
    }

    /** {@code use path as name;} outside of interfaces. */
    record TopUse(Path path, String name) {
    }

    /** {@code @since}, {@code @unstable}, {@code @deprecated}. */
    record Gate(Optional<String> unstable) {
        static final Gate OPEN = new Gate(Optional.empty());
    }

    /** {@code use path.{name as alias}}. */
    record Use(Path path, List<UsedName> names, Gate gate) implements Item {
    }

    /** One name of a {@code use}. */
    record UsedName(String name, String alias, Position position) {
    }

    /** What an interface consists of. */
    sealed interface Item {
        Gate gate();
    }

    /** An interface's or world's body. */
    record Interface(String name, List<Item> items, Gate gate, Position position) {
    }

    /** {@code type}, {@code record}, {@code variant}, ... */
    record TypeDef(String name, Type type, Gate gate, Position position) implements Item {
    }

    /** {@code resource} with its functions, named as the binary format names them: {@code [method]a.b}. */
    record Resource(String name, List<Function> functions, Gate gate, Position position) implements Item {
    }

    /** A function with its whole name. */
    record Function(String name, List<Param> params, Optional<Type> result, boolean async, Gate gate, Position position) implements Item {
    }

    /** A parameter. */
    record Param(String name, Type type) {
    }

    /** A type as it was written. */
    sealed interface Type {
    }

    /** A keyword type or the name of a defined one. */
    record Named(String name, boolean escaped, Position position) implements Type {
    }

    /** {@code list<...>}, {@code option<...>}, {@code tuple<...>}, {@code result<...>} and so on; an absent argument is {@code _}. */
    record Generic(String name, List<Optional<Type>> arguments, Position position) implements Type {
    }

    /** {@code record}. */
    record Fields(List<Param> fields) implements Type {
    }

    /** {@code variant}. */
    record Cases(List<CaseDef> cases) implements Type {
    }

    /** A case of a variant. */
    record CaseDef(String name, Optional<Type> payload) {
    }

    /** {@code enum} or {@code flags}. */
    record Labels(boolean flags, List<String> labels) implements Type {
    }

    /** A world. */
    record World(String name, List<WorldItem> items, Gate gate, Position position) {
    }

    /** What a world consists of. */
    sealed interface WorldItem {
        Gate gate();
    }

    /** An {@code import} or {@code export} of an interface named elsewhere. */
    record Extern(boolean export, Path path, Gate gate) implements WorldItem {
    }

    /** An {@code import} or {@code export} of a function. */
    record ExternFunction(boolean export, Function function, Gate gate) implements WorldItem {
    }

    /** An {@code import} or {@code export} of an interface written in place. */
    record ExternInterface(boolean export, Interface body, Gate gate) implements WorldItem {
    }

    /** {@code include path}. */
    record Include(Path path, Gate gate) implements WorldItem {
    }

    /** A type, resource or {@code use} in a world. */
    record WorldType(Item item, Gate gate) implements WorldItem {
    }
}
