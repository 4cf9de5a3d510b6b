package dev.gyre.component.internal.abi;

import static dev.gyre.component.internal.abi.Place.desc;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A hidden class of code for one type: a static method for each record, variant and list in it, and one virtual method that begins.
 * What is no number or has checks of its own is left to codecs, which are constants of the class. For one thread.
 */
final class AdapterClass {
    /** Of bytes: the JVM compiles no method that has more. */
    private static final int MOST_CODE = 8000;
    /** Of fields or cases, which take some 40 bytes each. */
    private static final int MOST_PARTS = 128;
    /** Of all records, variants, fields and cases: more code than that would hardly get warm. */
    private static final int MOST_TYPES = 1000;
    private static final ClassDesc SELF = desc(AdapterClass.class).nested("Code");
    private static final ClassFile CLASS_FILE = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(MethodHandles.lookup())));

    private final Map<Codec, Constant> constants = new LinkedHashMap<>();
    private final Map<Object, String> names = new HashMap<>();
    private final Deque<Method> missing = new ArrayDeque<>();
    private final Class<?> form;
    private Method begin;

    private record Constant(String name, ClassDesc type) {
    }

    private record Method(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
    }

    /** @param form the interface, of one method */
    AdapterClass(Class<?> form) {
        this.form = form;
    }

    /** Whether a record or variant is small enough for code of its own. */
    static boolean fits(Codec codec) {
        return codec instanceof RecordCodec r ? r.fields.length <= MOST_PARTS : codec instanceof VariantCodec v && v.cases.length <= MOST_PARTS;
    }

    /** Whether there is anything that code does better than the type's codec. */
    static boolean hasParts(Codec codec) {
        return switch (codec) {
            case RecordCodec r -> r.fields.length > 1 || r.fields.length == 1 && hasParts(r.fields[0]);
            case VariantCodec v -> true;
            case ListCodec.Generic l -> true;
            default -> false;
        };
    }

    /** Whether a type as a whole is small enough. */
    static boolean worth(Codec codec) {
        return types(codec, 0) <= MOST_TYPES;
    }

    private static int types(Codec codec, int before) {
        int sum = before + 1;
        List<Codec> parts = switch (codec) {
            case RecordCodec r when fits(r) -> Arrays.asList(r.fields);
            case VariantCodec v when fits(v) -> Arrays.stream(v.cases).flatMap(Optional::stream).toList();
            case ListCodec.Generic l -> List.of(l.element);
            default -> List.of();
        };
        for (Codec part : parts) {
            if (sum > MOST_TYPES) {
                return sum;
            }
            sum = types(part, sum);
        }
        return sum;
    }

    /** Pushes a codec. */
    CodeBuilder constant(CodeBuilder c, Codec codec) {
        Constant constant = constants.computeIfAbsent(codec, k -> new Constant("c" + constants.size(), desc(declared(codec))));
        return c.getstatic(SELF, constant.name(), constant.type());
    }

    /** The class that code knows a codec by. */
    static Class<?> declared(Codec codec) {
        return switch (codec) {
            case ScalarCodec.Checked s -> ScalarCodec.Checked.class;
            case ScalarCodec s -> ScalarCodec.class;
            case ListCodec l -> ListCodec.class;
            case VariantCodec v -> VariantCodec.class;
            default -> codec.getClass();
        };
    }

    /** Calls a static method, which is written when it is called for the first time. */
    void call(CodeBuilder c, String does, Codec to, boolean flat, MethodTypeDesc type, Consumer<CodeBuilder> body) {
        String name = names.computeIfAbsent(List.of(does, to, flat), k -> {
            Method method = new Method(does + names.size(), type, body);
            missing.add(method);
            return method.name();
        });
        c.invokestatic(SELF, name, type);
    }

    /** Writes the virtual method, and with it the class. */
    Object define(MethodTypeDesc type, String name, Consumer<CodeBuilder> body) {
        begin = new Method(name, type, body);
        byte[] bytes = CLASS_FILE.build(SELF, this::write);
        assert largest(bytes) < MOST_CODE : "a method of " + largest(bytes) + " bytes";
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, constants.keySet().toArray(), true);
            return lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("generated code of " + form.getSimpleName() + " is not accepted", e);
        }
    }

    private static int largest(byte[] bytes) {
        return CLASS_FILE.parse(bytes).methods().stream().flatMap(m -> m.findAttribute(Attributes.code()).stream()).mapToInt(CodeAttribute::codeLength).max().orElse(0);
    }

    private void write(ClassBuilder cb) {
        cb.withFlags(AccessFlag.FINAL, AccessFlag.SYNTHETIC).withInterfaceSymbols(desc(form));
        cb.withMethodBody(ConstantDescs.INIT_NAME, MethodTypeDesc.of(CD_void), 0,
                c -> c.aload(0).invokespecial(CD_Object, ConstantDescs.INIT_NAME, MethodTypeDesc.of(CD_void)).return_());
        cb.withMethodBody(begin.name(), begin.type(), ClassFile.ACC_PUBLIC, begin.body());
        while (!missing.isEmpty()) {
            Method method = missing.poll();
            cb.withMethodBody(method.name(), method.type(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, method.body());
        }
        constants.values().forEach(f -> cb.withField(f.name(), f.type(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL));
        cb.withMethodBody(ConstantDescs.CLASS_INIT_NAME, MethodTypeDesc.of(CD_void), ClassFile.ACC_STATIC, this::initialize);
    }

    /** Constants come as data of the class; static final fields are constants for the JIT, too. */
    private void initialize(CodeBuilder c) {
        DirectMethodHandleDesc data = ConstantDescs.ofConstantBootstrap(desc(MethodHandles.class), "classData", CD_Object);
        c.loadConstant(DynamicConstantDesc.ofNamed(data, ConstantDescs.DEFAULT_NAME, CD_Object.arrayType())).astore(0);
        int index = 0;
        for (Constant f : constants.values()) {
            c.aload(0).loadConstant(index++).aaload().checkcast(f.type()).putstatic(SELF, f.name(), f.type());
        }
        c.return_();
    }

    static MethodTypeDesc type(ClassDesc result, Class<?> scope, ClassDesc... more) {
        ClassDesc[] params = new ClassDesc[more.length + 1];
        params[0] = desc(scope);
        System.arraycopy(more, 0, params, 1, more.length);
        return MethodTypeDesc.of(result, params);
    }

    static MethodTypeDesc type(ClassDesc result, Class<?> scope, boolean flat, ClassDesc... more) {
        ClassDesc[] params = new ClassDesc[more.length + 2];
        params[0] = Place.type(flat);
        params[1] = CD_int;
        System.arraycopy(more, 0, params, 2, more.length);
        return type(result, scope, params);
    }
}
