package dev.gyre.component.wit;

import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.InterfaceType;

/** An interface with all its names looked up. Immutable. */
public record WitInterface(InterfaceName name, InterfaceType type) {
}
