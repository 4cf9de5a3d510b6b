package dev.gyre.engine.chicory.internal.rewrite;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;

/**
 * The classes Chicory makes for one module, and what becomes of their types: all its methods take the memory as Chicory's
 * interface, and here as the module's own view of it. The guest's functions, and what calls them from tables, take Chicory's instance after
 * it, and here what they leave of the stack: the view knows the instance.
 */
record ModuleNames(String prefix, ClassDesc shaded, ClassDesc state) {
    private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();
    private static final ClassDesc INSTANCE = Instance.class.describeConstable().orElseThrow();

    static ModuleNames of(String machine) {
        return new ModuleNames("L" + machine.replace('.', '/'), ClassDesc.of(machine + "Shaded"), ClassDesc.of(StateClass.name(machine)));
    }

    boolean isShaded(ClassDesc owner) {
        return owner.equals(shaded);
    }

    /** Whether a class holds the module's functions or what calls them. */
    boolean isCode(ClassDesc owner) {
        return owner.descriptorString().startsWith(prefix) && !owner.equals(shaded) && !owner.equals(state);
    }

    MethodTypeDesc rewritten(MethodTypeDesc type) {
        MethodTypeDesc out = type;
        for (int i = 0; i < type.parameterCount(); i++) {
            if (type.parameterType(i).equals(MEMORY)) {
                out = out.changeParameterType(i, state);
                if (isInstance(type, i + 1)) {
                    out = out.changeParameterType(i + 1, CD_int);
                }
            }
        }
        return out;
    }

    private static boolean isInstance(MethodTypeDesc type, int parameter) {
        return parameter < type.parameterCount() && type.parameterType(parameter).equals(INSTANCE);
    }

    /** Whether a method of that type is rewritten to one that is told what is left of the stack. */
    boolean countsStack(MethodTypeDesc type) {
        int memory = type.parameterList().indexOf(MEMORY);
        return memory >= 0 && isInstance(type, memory + 1);
    }

    /** The slot of the memory parameter of a static method, or -1. */
    int viewSlot(MethodTypeDesc type) {
        int slot = 0;
        for (ClassDesc parameter : type.parameterList()) {
            if (parameter.equals(MEMORY)) {
                return slot;
            }
            slot += parameter.descriptorString().equals("J") || parameter.descriptorString().equals("D") ? 2 : 1;
        }
        return -1;
    }
}
