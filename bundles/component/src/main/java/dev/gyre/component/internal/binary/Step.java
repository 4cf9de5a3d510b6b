package dev.gyre.component.internal.binary;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.gyre.api.engine.ExternType;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;

/**
 * A definition of a component, checked. Each one adds to the index space of its sort in the order of the binary; indices are
 * those of the component.
 */
public sealed interface Step {
    /** A named reference to something defined before. */
    record Ref(Sort sort, int index) {
    }

    /** A core module: its number among all modules of the outermost component. */
    record CoreModule(int module, ModuleTy type) implements Step {
    }

    /** Instantiates a core module with core instances by name. */
    record CoreInstantiate(int module, Map<String, Integer> args) implements Step {
    }

    /** A core instance made of parts. */
    record CoreBag(Map<String, Ref> exports) implements Step {
    }

    /** A component inside this one. */
    record Nested(ComponentBinary component) implements Step {
    }

    /** Instantiates a component; the type is the new instance's, in the resource types of this component. */
    record Instantiate(int component, Map<String, Ref> args, Ty.Instance type) implements Step {
    }

    /** An instance made of parts. */
    record Bag(Map<String, Ref> exports) implements Step {
    }

    /** An export of an instance, other than a type. */
    record Alias(Sort sort, int instance, String name) implements Step {
    }

    /** An export of a core instance. */
    record CoreAlias(Sort sort, int instance, String name) implements Step {
    }

    /** A core module or component of an enclosing component. */
    record Outer(Sort sort, int depth, int index) implements Step {
    }

    /** A type, from wherever it comes. */
    record Type(Ty type) implements Step {
    }

    /** A resource type that this component defines; it adds to no index space. */
    record Resource(ResourceType.Local type, OptionalInt destructor) implements Step {
    }

    /** A component function made of a core function. */
    record Lift(int coreFunc, CanonOptions options, FuncType type) implements Step {
    }

    /** A core function made of a component function. */
    record Lower(int func, CanonOptions options, FuncType type, ExternType.Func core) implements Step {
    }

    /** A core function of the runtime. */
    record Builtin(BuiltinKind kind, Optional<ResourceType> resource, int slot, ExternType.Func core) implements Step {
    }

    /** An import; the type is in the resource types of this component. */
    record Import(String name, Ext type) implements Step {
    }

    /** An export, which is a definition of its own too; the type is in the resource types of this component. */
    record Export(String name, Ref what, Ext type) implements Step {
    }
}
