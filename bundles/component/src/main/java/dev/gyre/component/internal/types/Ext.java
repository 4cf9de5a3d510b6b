package dev.gyre.component.internal.types;

/** The type of something that a component imports or exports ({@code externtype} of Binary.md). */
public sealed interface Ext permits Ext.Type, ModuleTy, Ty.Func, Ty.Instance, Ty.Component {
    /** A type, equal to this one. */
    record Type(Ty type) implements Ext {
    }

    /** In words, for messages. */
    default String kind() {
        return switch (this) {
            case Type t when t.type() instanceof Ty.Resource -> "resource type";
            case Type t -> "type";
            case ModuleTy m -> "core module";
            case Ty.Func f -> "function";
            case Ty.Instance i -> "instance";
            case Ty.Component c -> "component";
        };
    }
}
