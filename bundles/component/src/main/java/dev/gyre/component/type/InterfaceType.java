package dev.gyre.component.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an interface consists of, in its order.
 *
 * @param functions by name, such as {@code get-random-bytes} or {@code [method]input-stream.read}
 * @param types     named value types
 * @param resources by name
 */
public record InterfaceType(Map<String, FuncType> functions, Map<String, ValueType> types, Map<String, ResourceType> resources) {
    public InterfaceType {
        functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    }
}
