package dev.gyre.engine.chicory.internal.rewrite;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

import com.dylibso.chicory.runtime.Memory;

/**
 * The classes Chicory makes for one module, and what becomes of their types: all its methods take the memory as Chicory's
 * interface, and here as the module's own view of it.
 */
record ModuleNames(String prefix, ClassDesc shaded, ClassDesc state) {
    private static final ClassDesc MEMORY = Memory.class.describeConstable().orElseThrow();

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

    MethodTypeDesc withView(MethodTypeDesc type) {
        MethodTypeDesc out = type;
        for (int i = 0; i < type.parameterCount(); i++) {
            if (type.parameterType(i).equals(MEMORY)) {
                out = out.changeParameterType(i, state);
            }
        }
        return out;
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
