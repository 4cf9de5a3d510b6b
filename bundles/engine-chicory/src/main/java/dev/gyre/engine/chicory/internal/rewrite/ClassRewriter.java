package dev.gyre.engine.chicory.internal.rewrite;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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
    private final FrameSize frames;

    /**
     * @param globals  the module's own numeric ones, imports counted
     * @param imported number of functions
     */
    public ClassRewriter(String machine, Map<Integer, ValueType> globals, int imported) {
        this.frames = new FrameSize(imported);
        this.machine = machine;
        this.names = ModuleNames.of(machine);
        this.globals = Map.copyOf(globals);
        // Without a cache of ours each method has one of its own.
        this.files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(ClassRewriter.class.getClassLoader())
                        .orElse(ClassHierarchyResolver.defaultResolver()).cached(ConcurrentHashMap::new)));
    }

    /** The class that all rewritten ones need besides, by {@link StateClass#name}. */
    public byte[] state() {
        return StateClass.bytes(machine, globals);
    }

    /** The functions in a class with more bytecode than a number of bytes, imports counted. */
    public Set<Integer> larger(byte[] classFile, int bytes) {
        return files.parse(classFile).methods().stream().filter(m -> m.methodName().stringValue().startsWith(FrameSize.FUNCTION))
                .filter(m -> m.findAttribute(Attributes.code()).filter(c -> c.codeLength() > bytes).isPresent())
                .map(m -> Integer.parseInt(m.methodName().stringValue().substring(FrameSize.FUNCTION.length()))).collect(Collectors.toSet());
    }

    /** @throws FunctionTooLargeException naming the first that is */
    public byte[] rewrite(byte[] classFile) {
        ClassModel model = files.parse(classFile);
        if (names.isShaded(model.thisClass().asSymbol())) {
            return classFile;
        }
        return files.transformClass(model, (out, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                MethodTypeDesc type = method.methodTypeSymbol();
                String name = method.methodName().stringValue();
                boolean function = name.startsWith(FrameSize.FUNCTION);
                CodeAttribute body = method.findAttribute(Attributes.code()).orElseThrow();
                CodeRewriter code = new CodeRewriter(names, globals, body.elementList(),
                        new CodeRewriter.Frame(names.viewSlot(type), names.countsStack(type), frames.of(body, function)));
                try {
                    out.withMethodBody(method.methodName(), out.constantPool().utf8Entry(names.rewritten(type)), method.flags().flagsMask(),
                            to -> code.emit(to, function));
                } catch (IllegalArgumentException e) {
                    if (!function) {
                        throw e;
                    }
                    throw new FunctionTooLargeException(Integer.parseInt(name.substring(FrameSize.FUNCTION.length())), e);
                }
            } else {
                out.with(element);
            }
        });
    }
}
