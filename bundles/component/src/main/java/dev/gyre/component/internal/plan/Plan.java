package dev.gyre.component.internal.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.gyre.api.engine.ExternType;
import dev.gyre.component.internal.abi.Encoding;
import dev.gyre.component.internal.binary.BuiltinKind;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;

/**
 * What to do to make an instance of a component, with everything nested in it inlined. Immutable.
 *
 * <p>Externs of core instances that are needed afterwards have numbered slots. Component instances are numbered too, the
 * outermost one is 0. So are the parts of a composition: the component is 0, and those that satisfy its imports follow. What a part
 * imports from the host is the part's own affair.
 *
 * @param parents      of component instances; -1 of the outermost
 * @param initializers in order
 * @param resources    the resource types, imported ones and others
 * @param lifts        component functions made of core functions
 * @param trampolines  core functions of the runtime
 * @param hostFuncs    imported functions
 * @param imports      of each part, in resource types of {@code resources}; without those that another part satisfies
 * @param exports      of the component
 * @param slots        how many externs are kept
 * @param coreInstances how many core instances are made
 */
public record Plan(List<Integer> parents, List<Initializer> initializers, List<Resource> resources, List<Lift> lifts, List<Trampoline> trampolines,
        List<HostImport> hostFuncs, List<Map<String, Ext>> imports, Map<String, Export> exports, int slots, int coreInstances) {

    /** Where a core definition comes from. */
    public sealed interface Core {
        /** An extern that was kept. */
        record Slot(int slot) implements Core {
        }

        /** One of {@link Plan#trampolines}. */
        record Trampoline(int index) implements Core {
        }
    }

    /** A step of instantiation. */
    public sealed interface Initializer {
        /**
         * Instantiates a core module.
         *
         * @param args one for each import, in its order
         * @param kept exports to keep, and their slots
         */
        record Instantiate(int module, List<Core> args, Map<String, Integer> kept) implements Initializer {
        }

        /** Makes an extern of a trampoline that is used otherwise than as an import. */
        record Function(int trampoline, int slot) implements Initializer {
        }

        /** Calls a function without parameters and results. */
        record Call(int slot) implements Initializer {
        }

        /** A component instance is ready to be entered. */
        record Complete(int instance) implements Initializer {
        }
    }

    /** A resource type: imported, or defined by a component instance. */
    public record Resource(ResourceType.Local type, Optional<HostName> imported, int instance, OptionalInt destructor) {
    }

    /** The name of something a part imports; the interface's is empty for what is imported on its own. */
    public record HostName(int part, String interfaceName, String name) {
        @Override
        public String toString() {
            return interfaceName.isEmpty() ? "`" + name + "`" : "`" + interfaceName + "` `" + name + "`";
        }
    }

    /** An imported function. */
    public record HostImport(HostName name, FuncType type) {
    }

    /** Options; the numbers are slots. */
    public record Options(int instance, Encoding encoding, OptionalInt memory, OptionalInt realloc, OptionalInt postReturn) {
    }

    /** A component function. */
    public record Lift(int coreFunc, Options options, FuncType type) {
    }

    /** A core function of the runtime. */
    public sealed interface Trampoline {
        ExternType.Func core();

        /** Calls a function of {@link Plan#lifts}. */
        record ToLift(int lift, Options options, FuncType type, ExternType.Func core) implements Trampoline {
        }

        /** Calls a function of {@link Plan#hostFuncs}. */
        record ToHost(int hostFunc, Options options, FuncType type, ExternType.Func core) implements Trampoline {
        }

        /** A function of the host for core modules, in terms of those. */
        record Core(String module, String name, ExternType.Func core) implements Trampoline {
        }

        /** @param slot of the task's storage, for {@code context.get} and {@code context.set} */
        record Builtin(BuiltinKind kind, int instance, OptionalInt resource, int slot, ExternType.Func core) implements Trampoline {
        }
    }

    /** Something exported. */
    public sealed interface Export {
        /** One of {@link Plan#lifts}. */
        record Lifted(int lift) implements Export {
        }

        /** One of {@link Plan#hostFuncs}, passed on. */
        record Host(int hostFunc) implements Export {
        }

        /** An instance. */
        record Instance(Map<String, Export> exports, Ext type) implements Export {
        }

        /** What can only be looked at. */
        record Other(Ext type) implements Export {
        }
    }
}
