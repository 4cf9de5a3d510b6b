package dev.gyre.itests.component.conformance;

import java.lang.reflect.Array;
import java.util.List;

import dev.gyre.component.type.ValueType;

/** Lists in the form that their element's type asks for. Stateless. */
final class Lists {
    private Lists() {
    }

    static Object packed(List<Object> values, ValueType element) {
        Class<?> component = element instanceof ValueType.Primitive p ? switch (p) {
            case S8, U8 -> byte.class;
            case S16, U16 -> short.class;
            case S32, U32 -> int.class;
            case S64, U64 -> long.class;
            case F32 -> float.class;
            case F64 -> double.class;
            default -> Object.class;
        } : Object.class;
        if (component == Object.class) {
            return values;
        }
        Object array = Array.newInstance(component, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }
}
