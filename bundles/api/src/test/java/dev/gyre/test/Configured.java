package dev.gyre.test;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Component property types as Declarative Services would make them of a configuration. Stateless. */
public final class Configured {
    private Configured() {
    }

    /** @param values by key; the others have their defaults */
    public static <C extends Annotation> C of(Class<C> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (_, method, _) -> values.getOrDefault(method.getName().replace("$_$", "-"), method.getDefaultValue())));
    }
}
