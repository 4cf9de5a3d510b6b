package dev.gyre.engine.graalwasm.internal.run;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * What an instance is given for its imports, which its module was made to name by their positions.
 *
 * @param imports one for each import
 * @param store   whose quota and stack the module's code counts in
 */
public record ImportObject(Object[] imports, GuestStore store) implements ProxyObject {
    /** The module's name of every import. */
    public static final String MODULE = "gyre";
    /** The name of the function that is asked before growing. */
    public static final String QUOTA = "quota";
    /** The name of the global that holds what is left of the stack. */
    public static final String STACK = "stack";
    /** The export of a trampoline. */
    public static final String TRAMPOLINE = "f";

    @Override
    public Object getMember(String key) {
        return switch (key) {
            case MODULE -> this;
            case QUOTA -> store.quota();
            case STACK -> store.stackLeft();
            default -> imports[Integer.parseInt(key)];
        };
    }

    @Override
    public Object getMemberKeys() {
        return new String[] {MODULE};
    }

    @Override
    public boolean hasMember(String key) {
        return true;
    }

    @Override
    public void putMember(String key, Value value) {
        throw new UnsupportedOperationException("imports are constant");
    }
}
