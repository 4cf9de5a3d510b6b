package dev.gyre.api.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** OSGi configurations, which would ignore silently what they do not know. Stateless. */
public final class Configurations {
    private static final String PID = "service.pid";

    private Configurations() {
    }

    /**
     * Refuses a configuration with a key that is none, as {@code gyre.toml} would. Keys with a dot are OSGi's and those of other bundles, unless
     * one stands for a key's hyphen.
     *
     * @param type       the component property type that reads it; of its names only {@code $_$} stands for something else, a hyphen
     * @param pid        for messages, when the properties do not say their own
     * @param properties of the component
     * @throws ConfigException naming configuration, key, and the key that was likely meant
     */
    public static void allowOnly(Class<? extends Annotation> type, String pid, Map<String, ?> properties) {
        Set<String> keys = Arrays.stream(type.getDeclaredMethods()).filter(Predicate.not(Method::isSynthetic))
                .map(m -> m.getName().replace("$_$", "-")).collect(Collectors.toSet());
        Object own = properties.get(PID);
        Position position = Position.of("configuration " + (own == null ? pid : own));
        Map<String, ConfigValue> said = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (key.indexOf('.') < 0 || keys.contains(key.replace('.', '-'))) {
                said.put(key, new ConfigValue(value, position));
            }
        });
        new ConfigTable("", position, said).allowOnly(keys);
    }
}
