package dev.gyre.component.internal.bind;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.gyre.component.type.ValueType;

/** Records and tuples as Java records. Stateless. */
final class Records {
    private Records() {
    }

    /** @throws Mismatch when components are not the fields in their order */
    static Conversion record(Conversions conversions, List<ValueType.Field> fields, Class<?> java) {
        RecordComponent[] components = components(java, fields.size());
        for (int i = 0; i < components.length; i++) {
            if (!components[i].getName().equals(Kebab.camel(fields.get(i).name()))) {
                throw new Mismatch("component " + (i + 1) + " of record " + java.getName() + " is \"" + components[i].getName()
                        + "\", where the field is \"" + fields.get(i).name() + "\"");
            }
        }
        return of(conversions, fields.stream().map(ValueType.Field::type).toList(), java, components);
    }

    /** The same by order alone. */
    static Conversion tuple(Conversions conversions, List<ValueType> elements, Class<?> java) {
        return of(conversions, elements, java, components(java, elements.size()));
    }

    private static RecordComponent[] components(Class<?> java, int wanted) {
        if (!java.isRecord()) {
            throw new Mismatch(java.getName() + " is no Java record");
        }
        RecordComponent[] components = java.getRecordComponents();
        if (components.length != wanted) {
            throw new Mismatch("record " + java.getName() + " has " + components.length + " components, and " + wanted + " are wanted");
        }
        return components;
    }

    private static Conversion of(Conversions conversions, List<ValueType> types, Class<?> java, RecordComponent[] components) {
        List<Conversion> parts = new ArrayList<>();
        MethodHandle[] accessors = new MethodHandle[components.length];
        for (int i = 0; i < components.length; i++) {
            try {
                parts.add(conversions.of(types.get(i), components[i].getGenericType()));
                accessors[i] = MethodHandles.publicLookup().unreflect(components[i].getAccessor()).asType(MethodType.genericMethodType(1));
            } catch (Mismatch e) {
                throw new Mismatch("component \"" + components[i].getName() + "\" of record " + java.getName() + ": " + e.getMessage());
            } catch (IllegalAccessException e) {
                throw new Mismatch("record " + java.getName() + " is not public");
            }
        }
        MethodHandle constructor = constructor(java, components);
        return new Conversion(
                v -> construct(constructor, parts, (Object[]) v),
                v -> fields(accessors, parts, v));
    }

    private static MethodHandle constructor(Class<?> java, RecordComponent[] components) {
        try {
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return MethodHandles.publicLookup().unreflectConstructor(java.getConstructor(types)).asType(MethodType.genericMethodType(types.length))
                    .asSpreader(Object[].class, types.length);
        } catch (ReflectiveOperationException e) {
            throw new Mismatch("the constructor of record " + java.getName() + " is not public");
        }
    }

    private static Object construct(MethodHandle constructor, List<Conversion> parts, Object[] fields) {
        Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = parts.get(i).in().apply(fields[i]);
        }
        try {
            return constructor.invoke(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a record's constructor failed", e);
        }
    }

    private static Object[] fields(MethodHandle[] accessors, List<Conversion> parts, Object value) {
        Object[] fields = new Object[accessors.length];
        try {
            for (int i = 0; i < fields.length; i++) {
                fields[i] = parts.get(i).out().apply(accessors[i].invoke(value));
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a record's accessor failed", e);
        }
        return fields;
    }
}
