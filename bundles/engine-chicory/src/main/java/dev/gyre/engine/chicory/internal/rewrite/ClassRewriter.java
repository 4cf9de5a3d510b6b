package dev.gyre.engine.chicory.internal.rewrite;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;

import dev.gyre.api.engine.ValueType;

/**
 * Makes Chicory's classes faster without changing what they do: accesses to memory and globals go straight to the fields of one
 * final class, comparisons and branches become one, and checks for the end of an event cost next to nothing. Thread-safe.
 */
public final class ClassRewriter {
    private final ModuleNames names;
    private final Map<Integer, ValueType> globals;
    private final ClassFile files;
    private final String machine;

    /** @param globals the module's own numeric ones, imports counted */
    public ClassRewriter(String machine, Map<Integer, ValueType> globals) {
        this.machine = machine;
        this.names = ModuleNames.of(machine);
        this.globals = Map.copyOf(globals);
        this.files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(ClassRewriter.class.getClassLoader())
                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /** The class that all rewritten ones need besides, by {@link StateClass#name}. */
    public byte[] state() {
        return StateClass.bytes(machine, globals);
    }

    /** @throws IllegalArgumentException when a method becomes too large */
    public byte[] rewrite(byte[] classFile) {
        ClassModel model = files.parse(classFile);
        if (names.isShaded(model.thisClass().asSymbol())) {
            return classFile;
        }
        return files.transformClass(model, (out, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                MethodTypeDesc type = method.methodTypeSymbol();
                boolean function = method.methodName().stringValue().startsWith("func_");
                CodeRewriter code = new CodeRewriter(names, globals, method.code().get().elementList(), names.viewSlot(type));
                out.withMethodBody(method.methodName(), out.constantPool().utf8Entry(names.withView(type)), method.flags().flagsMask(),
                        body -> code.emit(body, function));
            } else {
                out.with(element);
            }
        });
    }
}
