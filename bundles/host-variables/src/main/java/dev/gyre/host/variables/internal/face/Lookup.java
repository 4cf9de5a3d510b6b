package dev.gyre.host.variables.internal.face;

import java.util.List;

/** Finds variables of one component. Thread-safe; blocks while providers do. */
public interface Lookup {
    /** @throws SpinVariables.Failure when there is no value; the message names paths, never values */
    String get(String name) throws SpinVariables.Failure;

    /** The names the component has. */
    List<String> names();
}
