package dev.gyre.component.internal.bind;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.gyre.api.host.WitError;
import dev.gyre.api.host.WitName;
import dev.gyre.component.bind.BindException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ValueType;
import dev.gyre.component.type.ValueType.ResultType;
import dev.gyre.component.wit.WitInterface;

/** The class that implements an interface, and those of its resources. For one thread. */
public final class JavaShape {
    private static final MethodHandle APPLY;

    static {
        try {
            APPLY = MethodHandles.publicLookup().findVirtual(UnaryOperator.class, "apply", MethodType.methodType(Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WitInterface wit;
    private final Class<?> implementation;
    private final Map<String, Class<?>> resources;
    private final Conversions conversions;

    /** @param resources the Java classes of the resources this interface defines, by name */
    public JavaShape(WitInterface wit, Class<?> implementation, Map<String, Class<?>> resources) {
        this.wit = wit;
        this.implementation = implementation;
        this.resources = resources;
        this.conversions = new Conversions(wit, resources);
    }

    /**
     * A Java method or constructor for a WIT function.
     *
     * @param onTarget whether it is called on the interface's object, and not on the resource that is its first argument
     */
    private record Candidate(Executable executable, boolean onTarget) {
        boolean isStatic() {
            return executable instanceof Constructor || Modifier.isStatic(executable.getModifiers());
        }

        /** Types of the values it takes, the receiver of a resource's method first. */
        List<Type> parameters() {
            Stream<Type> own = Arrays.stream(executable.getGenericParameterTypes());
            return (onTarget || isStatic() ? own : Stream.concat(Stream.of(executable.getDeclaringClass()), own)).toList();
        }
    }

    /** @throws BindException when no method fits, with both sides */
    public JavaFunction function(String name, FuncType type) {
        List<Candidate> candidates = candidates(name);
        List<String> problems = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try {
                return bind(candidate, type);
            } catch (Mismatch e) {
                problems.add("\"" + candidate.executable.toGenericString() + "\": " + e.getMessage());
            }
        }
        throw new BindException("interface " + wit.name() + ", function \"" + name + "\", " + type + ": "
                + (problems.isEmpty() ? "there is no public method for it; " + expected(name) : "the Java side does not fit: " + String.join("; ", problems)));
    }

    private List<Candidate> candidates(String name) {
        int bracket = name.indexOf(']');
        if (bracket < 0) {
            return methods(implementation, name, Kebab.camel(name), true).toList();
        }
        String resource = name.substring(bracket + 1).split("\\.", 2)[0];
        Optional<Class<?>> type = Optional.ofNullable(resources.get(resource));
        if (name.startsWith("[constructor]")) {
            return Stream.concat(methods(implementation, name, "new" + Kebab.pascal(resource), true),
                    type.stream().flatMap(t -> Arrays.stream(t.getConstructors())).map(c -> new Candidate(c, false))).toList();
        }
        String function = name.substring(name.indexOf('.') + 1);
        boolean isStatic = name.startsWith("[static]");
        return Stream.concat(
                type.stream().flatMap(t -> methods(t, name, Kebab.camel(function), false)).filter(c -> c.isStatic() == isStatic),
                methods(implementation, name, Kebab.camel(resource) + Kebab.pascal(function), true)).toList();
    }

    private static Stream<Candidate> methods(Class<?> type, String witName, String javaName, boolean onTarget) {
        return Arrays.stream(type.getMethods())
                .filter(m -> !m.isBridge() && m.getDeclaringClass() != Object.class)
                .filter(m -> Optional.ofNullable(m.getAnnotation(WitName.class)).map(n -> n.value().equals(witName)).orElse(m.getName().equals(javaName)))
                .map(m -> new Candidate(m, onTarget));
    }

    private String expected(String name) {
        int bracket = name.indexOf(']');
        if (bracket < 0) {
            return implementation.getName() + " would have a method \"" + Kebab.camel(name) + "\"; it has: " + Arrays.stream(implementation.getMethods())
                    .filter(m -> m.getDeclaringClass() != Object.class).map(Method::getName).distinct().sorted().collect(Collectors.joining(", "));
        }
        String resource = name.substring(bracket + 1).split("\\.", 2)[0];
        String where = Optional.ofNullable(resources.get(resource)).map(Class::getName)
                .orElse("a class that " + implementation.getName() + " names with @WitResource(name = \"" + resource + "\", ...)");
        return name.startsWith("[constructor]") ? where + " would have a public constructor, or " + implementation.getName() + " a method \"new"
                + Kebab.pascal(resource) + "\"" : where + " would have a method \"" + Kebab.camel(name.substring(name.indexOf('.') + 1)) + "\"";
    }

    private JavaFunction bind(Candidate candidate, FuncType type) {
        List<Type> javaParams = candidate.parameters();
        if (javaParams.size() != type.params().size()) {
            throw new Mismatch("it takes " + javaParams.size() + " values, and the function has " + type.params().size() + " parameters");
        }
        List<Conversion> params = new ArrayList<>();
        for (int i = 0; i < javaParams.size(); i++) {
            FuncType.Param param = type.params().get(i);
            Type javaParam = javaParams.get(i);
            params.add(named("parameter \"" + param.name() + "\"", () -> conversions.of(param.type(), javaParam)));
        }
        Optional<Class<? extends WitError>> thrown = thrown(candidate.executable);
        boolean fallible = type.result().filter(ResultType.class::isInstance).isPresent() && (thrown.isPresent() || !returnsResult(candidate.executable));
        Optional<ValueType> result = fallible ? ((ResultType) type.result().orElseThrow()).ok() : type.result();
        Conversion out = result.map(r -> named("what it returns", () -> conversions.of(r, returned(candidate.executable)))).orElse(Conversion.NONE);
        if (result.isEmpty() && returned(candidate.executable) != void.class) {
            throw new Mismatch("it returns a value, and the function does not");
        }
        UnaryOperator<Object> error = fallible ? error((ResultType) type.result().orElseThrow(), thrown) : UnaryOperator.identity();
        if (!fallible && thrown.isPresent()) {
            throw new Mismatch("it throws " + thrown.get().getName() + ", and the function returns no result");
        }
        return new JavaFunction(handle(candidate, params, out), fallible, result.isPresent(), error);
    }

    private static Conversion named(String what, java.util.function.Supplier<Conversion> find) {
        try {
            return find.get();
        } catch (Mismatch e) {
            throw new Mismatch(what + ": " + e.getMessage());
        }
    }

    private static Type returned(Executable executable) {
        return executable instanceof Method m ? m.getGenericReturnType() : executable.getDeclaringClass();
    }

    private static boolean returnsResult(Executable executable) {
        return executable instanceof Method m && (m.getReturnType() == dev.gyre.api.host.WitResult.class || m.getReturnType() == Object.class);
    }

    private static Optional<Class<? extends WitError>> thrown(Executable executable) {
        return Arrays.stream(executable.getExceptionTypes()).filter(WitError.class::isAssignableFrom)
                .<Class<? extends WitError>>map(e -> e.asSubclass(WitError.class)).findFirst();
    }

    private UnaryOperator<Object> error(ResultType result, Optional<Class<? extends WitError>> thrown) {
        if (thrown.isEmpty()) {
            // A method that never fails.
            return UnaryOperator.identity();
        }
        Type payload = Arrays.stream(thrown.get().getMethods()).filter(m -> m.getName().equals("error") && m.getParameterCount() == 0 && !m.isBridge())
                .findFirst().orElseThrow().getGenericReturnType();
        if (result.error().isEmpty()) {
            if (payload != Void.class) {
                throw new Mismatch("its error has a payload, " + payload.getTypeName() + ", and the result's has none");
            }
            return UnaryOperator.identity();
        }
        return named("the error of " + thrown.get().getSimpleName(), () -> conversions.of(result.error().get(), payload)).out();
    }

    /** From canonical values in an array, and to one. */
    private static MethodHandle handle(Candidate candidate, List<Conversion> params, Conversion out) {
        MethodHandle method = unreflect(candidate.executable);
        if (candidate.isStatic() || !candidate.onTarget) {
            method = MethodHandles.dropArguments(method, 0, Object.class);
        }
        MethodType type = method.type();
        MethodHandle loose = method.asType(type.generic());
        if (type.returnType() == void.class) {
            loose = method.asType(type.generic().changeReturnType(Object.class));
        }
        for (int i = 0; i < params.size(); i++) {
            if (!params.get(i).isNone()) {
                loose = MethodHandles.filterArguments(loose, i + 1, APPLY.bindTo(params.get(i).in()));
            }
        }
        if (!out.isNone()) {
            loose = MethodHandles.filterReturnValue(loose, APPLY.bindTo(out.out()));
        }
        return loose.asSpreader(Object[].class, params.size()).asType(MethodType.methodType(Object.class, Object.class, Object[].class));
    }

    private static MethodHandle unreflect(Executable executable) {
        try {
            return executable instanceof Method m ? MethodHandles.publicLookup().unreflect(m)
                    : MethodHandles.publicLookup().unreflectConstructor((Constructor<?>) executable);
        } catch (IllegalAccessException e) {
            throw new Mismatch("it cannot be called from outside: its class is not public");
        }
    }
}
