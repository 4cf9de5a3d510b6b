package dev.gyre.component.internal.plan;

import java.util.Map;

/** What a core index of a component instance stands for. */
sealed interface CoreDef {
    /** An export of one of the plan's core instances. */
    record Export(int instance, String name) implements CoreDef {
    }

    /** One of the plan's trampolines. */
    record Trampoline(int index) implements CoreDef {
    }

    /** A core instance. */
    sealed interface Instance {
        CoreDef export(String name);

        /** An instance of a module. */
        record Made(int instance) implements Instance {
            @Override
            public CoreDef export(String name) {
                return new Export(instance, name);
            }
        }

        /** An instance made of parts. */
        record Bag(Map<String, CoreDef> exports) implements Instance {
            @Override
            public CoreDef export(String name) {
                return exports.get(name);
            }
        }
    }
}
