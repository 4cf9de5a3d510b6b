package dev.gyre.component.type;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The type of a component-level value (Explainer.md, "Fundamental value types" and "Specialized value types"). Its text is that of WIT. */
public sealed interface ValueType {
    /** Types without parts. */
    enum Primitive implements ValueType {
        BOOL, S8, U8, S16, U16, S32, U32, S64, U64, F32, F64, CHAR, STRING, ERROR_CONTEXT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A named part of a record. */
    record Field(String name, ValueType type) {
        @Override
        public String toString() {
            return name + ": " + type;
        }
    }

    /** A case of a variant, with or without a payload. */
    record CaseType(String name, Optional<ValueType> type) {
        @Override
        public String toString() {
            return name + type.map(t -> "(" + t + ")").orElse("");
        }
    }

    /** Fields in order. */
    record RecordType(List<Field> fields) implements ValueType {
        public RecordType {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return joined("record { ", fields, " }");
        }
    }

    /** Cases in order. */
    record VariantType(List<CaseType> cases) implements ValueType {
        public VariantType {
            cases = List.copyOf(cases);
        }

        @Override
        public String toString() {
            return joined("variant { ", cases, " }");
        }
    }

    /** Any number of elements. */
    record ListType(ValueType element) implements ValueType {
        @Override
        public String toString() {
            return "list<" + element + ">";
        }
    }

    /** Elements of several types. */
    record TupleType(List<ValueType> elements) implements ValueType {
        public TupleType {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return joined("tuple<", elements, ">");
        }
    }

    /** Up to 32 labels, each set or not. */
    record FlagsType(List<String> labels) implements ValueType {
        public FlagsType {
            labels = List.copyOf(labels);
        }

        @Override
        public String toString() {
            return joined("flags { ", labels, " }");
        }
    }

    /** One of several labels. */
    record EnumType(List<String> labels) implements ValueType {
        public EnumType {
            labels = List.copyOf(labels);
        }

        @Override
        public String toString() {
            return joined("enum { ", labels, " }");
        }
    }

    /** A value or none. */
    record OptionType(ValueType some) implements ValueType {
        @Override
        public String toString() {
            return "option<" + some + ">";
        }
    }

    /** Success or failure, each with or without a payload. */
    record ResultType(Optional<ValueType> ok, Optional<ValueType> error) implements ValueType {
        @Override
        public String toString() {
            return ok.isEmpty() && error.isEmpty() ? "result"
                    : "result<" + ok.map(Object::toString).orElse("_") + error.map(e -> ", " + e).orElse("") + ">";
        }
    }

    /** A handle that owns what it refers to. */
    record OwnType(ResourceType resource) implements ValueType {
        @Override
        public String toString() {
            return resource.name();
        }
    }

    /** A handle lent for the time of a call. */
    record BorrowType(ResourceType resource) implements ValueType {
        @Override
        public String toString() {
            return "borrow<" + resource.name() + ">";
        }
    }

    /** The readable end of a stream (WASI 0.3). */
    record StreamType(Optional<ValueType> element) implements ValueType {
        @Override
        public String toString() {
            return "stream" + element.map(e -> "<" + e + ">").orElse("");
        }
    }

    /** The readable end of a future (WASI 0.3). */
    record FutureType(Optional<ValueType> value) implements ValueType {
        @Override
        public String toString() {
            return "future" + value.map(e -> "<" + e + ">").orElse("");
        }
    }

    private static String joined(String before, List<?> parts, String after) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(", ", before, after));
    }
}
