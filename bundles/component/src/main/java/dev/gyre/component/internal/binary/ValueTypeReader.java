package dev.gyre.component.internal.binary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.gyre.component.internal.abi.Layout;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;
import dev.gyre.wasm.WasmInput;

/** Reads one value or function type; measures it by what it refers to. For one thread and one type. */
final class ValueTypeReader {
    private static final int FLAGS = 32;

    private final WasmInput in;
    private final Scope scope;
    private long size = 1;
    private int depth = 1;

    ValueTypeReader(WasmInput in, Scope scope) {
        this.in = in;
        this.scope = scope;
    }

    /** A byte that says whether something follows. */
    static boolean flag(WasmInput in) {
        int flag = in.u8();
        if (flag > 1) {
            throw in.damaged("0x" + Integer.toHexString(flag) + " tells not whether something follows");
        }
        return flag == 1;
    }

    SizedTy defined(int code) {
        ValueType type = switch (code) {
            case 0x72 -> new ValueType.RecordType(fields());
            case 0x71 -> variant();
            case 0x70 -> new ValueType.ListType(valueType());
            case 0x67 -> throw in.damaged("lists of fixed length are not supported");
            case 0x6f -> tuple();
            case 0x6e -> flags();
            case 0x6d -> new ValueType.EnumType(labels("enum"));
            case 0x6b -> new ValueType.OptionType(valueType());
            case 0x6a -> new ValueType.ResultType(optional(), optional());
            case 0x69 -> new ValueType.OwnType(resource());
            case 0x68 -> new ValueType.BorrowType(resource());
            case 0x66 -> new ValueType.StreamType(element("stream"));
            case 0x65 -> new ValueType.FutureType(element("future"));
            case 0x63 -> map();
            default -> primitive(code);
        };
        SizedTy sized = new SizedTy(new Ty.Value(type), size, depth);
        scope.valid.fuel().burn(size);
        Layout.check(type);
        return sized;
    }

    private ValueType primitive(int code) {
        return switch (code) {
            case 0x7f -> ValueType.Primitive.BOOL;
            case 0x7e -> ValueType.Primitive.S8;
            case 0x7d -> ValueType.Primitive.U8;
            case 0x7c -> ValueType.Primitive.S16;
            case 0x7b -> ValueType.Primitive.U16;
            case 0x7a -> ValueType.Primitive.S32;
            case 0x79 -> ValueType.Primitive.U32;
            case 0x78 -> ValueType.Primitive.S64;
            case 0x77 -> ValueType.Primitive.U64;
            case 0x76 -> ValueType.Primitive.F32;
            case 0x75 -> ValueType.Primitive.F64;
            case 0x74 -> ValueType.Primitive.CHAR;
            case 0x73 -> ValueType.Primitive.STRING;
            case 0x64 -> ValueType.Primitive.ERROR_CONTEXT;
            default -> throw in.damaged("0x" + Integer.toHexString(code) + " is no type: invalid leading byte");
        };
    }

    FuncType function(boolean async) {
        NameRules names = new NameRules();
        List<FuncType.Param> params = new ArrayList<>();
        int count = count();
        for (int i = 0; i < count; i++) {
            String name = in.name();
            names.label(name, "function parameter");
            params.add(new FuncType.Param(name, valueType()));
        }
        return new FuncType(params, result(), async);
    }

    Optional<ValueType> result() {
        int form = in.u8();
        if (form == 0) {
            ValueType type = valueType();
            if (Borrows.in(type)) {
                throw new ComponentException("function result cannot contain a `borrow` type");
            }
            return Optional.of(type);
        }
        if (form != 1 || in.u8() != 0) {
            throw in.damaged("a function has a list of results that is neither one nor none");
        }
        return Optional.empty();
    }

    /** A sized function type, once {@link #function} has read it. */
    SizedTy sized(FuncType type) {
        scope.valid.fuel().burn(size);
        return new SizedTy(new Ty.Func(type), size, depth);
    }

    /** A type's index, or a primitive type. */
    ValueType valueType() {
        long index = in.s33();
        if (index < 0) {
            size++;
            return primitive((int) index & 0x7f);
        }
        SizedTy at = Scope.at(scope.types, (int) Math.min(index, Integer.MAX_VALUE), Sort.TYPE);
        if (!(at.type() instanceof Ty.Value(ValueType type))) {
            throw new ComponentException("type index " + index + " is a " + SizedTy.describe(at.type()) + ", not a defined type");
        }
        size += at.size();
        depth = Math.max(depth, at.depth() + 1);
        return type;
    }

    private Optional<ValueType> optional() {
        return flag(in) ? Optional.of(valueType()) : Optional.empty();
    }

    private ResourceType resource() {
        return resource(in.u32());
    }

    private ResourceType resource(int index) {
        SizedTy at = Scope.at(scope.types, index, Sort.TYPE);
        if (!(at.type() instanceof Ty.Resource(ResourceType.Local type))) {
            throw new ComponentException("type index " + index + " is a " + SizedTy.describe(at.type()) + ", not a resource type");
        }
        return type;
    }

    private List<ValueType.Field> fields() {
        NameRules names = new NameRules();
        int count = atLeastOne("record type must have at least one field");
        List<ValueType.Field> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.name();
            names.label(name, "record field");
            fields.add(new ValueType.Field(name, valueType()));
        }
        return fields;
    }

    private ValueType variant() {
        NameRules names = new NameRules();
        int count = atLeastOne("variant type must have at least one case");
        List<ValueType.CaseType> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.name();
            names.label(name, "variant case");
            cases.add(new ValueType.CaseType(name, optional()));
            if (in.u8() != 0) {
                throw in.damaged("invalid leading byte behind a case");
            }
        }
        size += count;
        return new ValueType.VariantType(cases);
    }

    private ValueType tuple() {
        int count = atLeastOne("tuple type must have at least one type");
        List<ValueType> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(valueType());
        }
        return new ValueType.TupleType(elements);
    }

    private ValueType flags() {
        List<String> labels = labels("flags");
        if (labels.size() > FLAGS) {
            throw new ComponentException("cannot have more than " + FLAGS + " flags, there are " + labels.size());
        }
        return new ValueType.FlagsType(labels);
    }

    private List<String> labels(String what) {
        NameRules names = new NameRules();
        int count = atLeastOne(what + " must have at least one entry");
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.name();
            names.label(name, what + (what.equals("enum") ? " tag" : ""));
            labels.add(name);
        }
        size += count;
        return labels;
    }

    private Optional<ValueType> element(String what) {
        Optional<ValueType> element = optional();
        element.ifPresent(e -> {
            if (Borrows.in(e)) {
                throw new ComponentException(what + " element cannot contain a `borrow` type");
            }
            if (what.equals("stream") && e == ValueType.Primitive.CHAR) {
                throw new ComponentException("`stream<char>` is not valid at this time");
            }
        });
        return element;
    }

    private ValueType map() {
        ValueType key = valueType();
        if (!(key instanceof ValueType.Primitive p) || p == ValueType.Primitive.F32 || p == ValueType.Primitive.F64 || p == ValueType.Primitive.ERROR_CONTEXT) {
            throw new ComponentException("invalid map key type " + key);
        }
        return new ValueType.ListType(new ValueType.TupleType(List.of(key, valueType())));
    }

    private int atLeastOne(String message) {
        int count = count();
        if (count == 0) {
            throw new ComponentException(message);
        }
        return count;
    }

    private int count() {
        int count = in.count();
        if (count > SizedTy.LARGEST) {
            throw new ComponentException("a type has more than " + SizedTy.LARGEST + " parts");
        }
        return count;
    }
}
