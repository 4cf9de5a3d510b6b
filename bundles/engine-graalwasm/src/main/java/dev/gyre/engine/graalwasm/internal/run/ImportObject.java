package dev.gyre.engine.graalwasm.internal.run;

import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * What an instance is given for its imports, which its module was made to name by their positions.
 *
 * @param imports one for each import
 * @param quota   asked by the module's code before it grows something; {@code null} for a module that grows nothing
 */
public record ImportObject(Object[] imports, ProxyExecutable quota) implements ProxyObject {
    /** The module's name of every import. */
    public static final String MODULE = "gyre";
    /** The name of the import that is asked before growing. */
    public static final String QUOTA = "quota";
    /** The export of a trampoline. */
    public static final String TRAMPOLINE = "f";

    @Override
    public Object getMember(String key) {
        return switch (key) {
            case MODULE -> this;
            case QUOTA -> quota;
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
    public void putMember(String key, org.graalvm.polyglot.Value value) {
        throw new UnsupportedOperationException("imports are constant");
    }
}
