package dev.gyre.loader.local.internal;

import java.util.Collection;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;

/** Refuses what a manifest may ask for and no part of Gyre provides yet, so that nothing is ignored silently. Stateless. */
final class UnsupportedCapabilities {
    private UnsupportedCapabilities() {
    }

    /** @throws dev.gyre.api.config.ConfigException for the first one */
    static void refuse(Application app) {
        for (Component component : app.components()) {
            refuse(component, "key_value_stores", component.keyValueStores(), "key-value stores");
            refuse(component, "sqlite_databases", component.sqliteDatabases(), "SQLite databases");
            refuse(component, "ai_models", component.aiModels(), "AI models");
            refuse(component, "dependencies", component.dependencies().keySet(), "dependencies");
            refuse(component, "", component.triggerDependencies().keySet(), "dependencies of a trigger");
        }
    }

    private static void refuse(Component component, String field, Collection<String> asked, String what) {
        if (!asked.isEmpty()) {
            throw component.place().error(field, "component \"" + component.id() + "\": asks for the " + what + " " + asked
                    + ", but this version of Gyre provides none; remove the field to run the component without");
        }
    }
}
