package dev.gyre.component.link;

import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.InterfaceType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/** What a component imports or exports under a name. */
public sealed interface Entity {
    /** A function outside of an interface. */
    record Function(FuncType type) implements Entity {
    }

    /** An instance: an interface's implementation. */
    record Interface(InterfaceType type) implements Entity {
    }

    /** A value type. */
    record Type(ValueType type) implements Entity {
    }

    /** A resource type. */
    record Resource(ResourceType type) implements Entity {
    }

    /** A core module, or a component: nothing a host can give or use. */
    record Other(String kind) implements Entity {
    }
}
