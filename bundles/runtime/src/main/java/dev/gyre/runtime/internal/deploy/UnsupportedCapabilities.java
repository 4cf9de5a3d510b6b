package dev.gyre.runtime.internal.deploy;

import java.util.Collection;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;

/** Refuses what an application may ask for and no part of Gyre provides yet, so that nothing is ignored silently. Stateless. */
final class UnsupportedCapabilities {
    private UnsupportedCapabilities() {
    }

    /** @throws dev.gyre.api.config.ConfigException for the first one of a component that is run */
    static void refuse(Application app) {
        for (Component component : app.served()) {
            refuse(component, "ai_models", component.aiModels(), "AI models");
            refuse(component, "trigger.dependencies", component.triggerDependencies().keySet(), "dependencies of a trigger");
        }
    }

    private static void refuse(Component component, String field, Collection<String> asked, String what) {
        if (!asked.isEmpty()) {
            throw component.place().error(field, "component \"" + component.id() + "\": asks for the " + what + " " + asked
                    + ", but this version of Gyre provides none; remove the field to run the component without");
        }
    }
}
