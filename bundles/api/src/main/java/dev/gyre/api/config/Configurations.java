package dev.gyre.api.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** OSGi configurations, which would ignore silently what they do not know. Stateless. */
public final class Configurations {
    private static final String PID = "service.pid";

    private Configurations() {
    }

    /**
     * Refuses a configuration with a key that is none, as {@code gyre.toml} would, or with a value that is no number where one belongs, or
     * several where one does: the component property type would throw what stops the component, or take the first. Keys with a dot are OSGi's and those of other bundles, unless one stands
     * for a key's hyphen. To be called before any element of the type is read.
     *
     * @param type       the component property type that reads it; of its names only {@code $_$} stands for something else, a hyphen
     * @param pid        for messages, when the properties do not say their own
     * @param properties of the component
     * @throws ConfigException naming configuration, key, and the key that was likely meant or the value
     */
    public static void allowOnly(Class<? extends Annotation> type, String pid, Map<String, ?> properties) {
        Map<String, Class<?>> keys = Arrays.stream(type.getDeclaredMethods()).filter(Predicate.not(Method::isSynthetic))
                .collect(Collectors.toMap(m -> m.getName().replace("$_$", "-"), Method::getReturnType));
        Position position = position(pid, properties);
        Map<String, ConfigValue> said = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (key.indexOf('.') < 0 || keys.containsKey(key.replace('.', '-'))) {
                said.put(key, new ConfigValue(value, position));
            }
        });
        ConfigTable table = new ConfigTable("", position, said);
        table.allowOnly(keys.keySet());
        said.forEach((key, value) -> check(table, key, value.value(), keys.get(key)));
    }

    /**
     * What holds once a configuration has changed: a value that cannot be used leaves all of them as they were, and stops nobody.
     *
     * @param before  what held until now, at the start what {@link #defaults} say
     * @param type    as for {@link #allowOnly}, which is asked first
     * @param reading may throw {@link ConfigException}
     * @param problem is told in one line what cannot be used
     */
    public static <T> T changed(T before, Class<? extends Annotation> type, String pid, Map<String, ?> properties, Supplier<T> reading, Consumer<String> problem) {
        try {
            allowOnly(type, pid, properties);
            return reading.get();
        } catch (ConfigException e) {
            problem.accept(e.getMessage() + "; the values of before stay in force");
            return before;
        }
    }

    /**
     * What a component property type says, for accessors whose errors name configuration, key and value. To be read after {@link #allowOnly}. Keys whose element has
     * neither value nor default are absent.
     *
     * @param pid        for messages, when the properties do not say their own
     * @param properties of the component
     * @throws ConfigException for a value that cannot be made the element's type
     */
    public static <C extends Annotation> ConfigTable table(Class<C> type, C config, String pid, Map<String, ?> properties) {
        Position position = position(pid, properties);
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        for (Method element : type.getDeclaredMethods()) {
            String key = element.getName().replace("$_$", "-");
            Object value = element.isSynthetic() ? null : valueOf(element, config, position, key);
            if (value != null) {
                values.put(key, new ConfigValue(value, position));
            }
        }
        return new ConfigTable("", position, values);
    }

    private static Object valueOf(Method element, Annotation config, Position position, String key) {
        try {
            return switch (element.invoke(config)) {
                case Integer number -> number.longValue();
                case String[] several -> Arrays.stream(several).map(text -> new ConfigValue(text, position)).toList();
                case null -> null;
                case Object other -> other;
            };
        } catch (ReflectiveOperationException e) {
            throw new ConfigException(position, key, "its value is of a type that cannot be used");
        }
    }

    /** Those of a factory have a name each. */
    private static Position position(String pid, Map<String, ?> properties) {
        Object own = properties.get(PID);
        return Position.of("configuration " + (own == null ? pid : own));
    }

    /** A component property type of which nothing is configured; each of its elements must have a default. */
    public static <C extends Annotation> C defaults(Class<C> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> method.getDefaultValue()));
    }

    /** Text and numbers as Declarative Services would make them of the element's type; whatever else it is given is its own to judge. */
    private static void check(ConfigTable table, String key, Object value, Class<?> type) {
        int count = value instanceof Collection<?> several ? several.size() : value.getClass().isArray() ? Array.getLength(value) : 1;
        if (count != 1 && !type.isArray()) {
            throw table.error(key, "must be one value, but has " + count);
        }
        boolean textOrNumber = value instanceof String || value instanceof Number;
        if (textOrNumber && type == int.class && !isWithin(value, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            throw table.badValue(key, "a whole number up to " + Integer.MAX_VALUE);
        }
        if (textOrNumber && type == long.class && !isWithin(value, Long.MIN_VALUE, Long.MAX_VALUE)) {
            throw table.badValue(key, "a whole number");
        }
        if (type == boolean.class && value instanceof String text && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw table.badValue(key, "true or false");
        }
    }

    private static boolean isWithin(Object value, long least, long most) {
        try {
            long number = new BigDecimal(value.toString()).longValueExact();
            return number >= least && number <= most && (value instanceof Number || value.toString().matches("[-+]?\\d+"));
        } catch (NumberFormatException | ArithmeticException e) {
            return false;
        }
    }
}
