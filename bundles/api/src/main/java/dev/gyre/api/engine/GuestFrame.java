package dev.gyre.api.engine;

/**
 * One frame of a guest's back-trace.
 *
 * @param module   the name the module was compiled under
 * @param index    of the function, imports counted
 * @param function its name from the name section, or empty
 */
public record GuestFrame(String module, int index, String function) {
    @Override
    public String toString() {
        return module + "!" + (function.isEmpty() ? "func[" + index + "]" : function);
    }
}
