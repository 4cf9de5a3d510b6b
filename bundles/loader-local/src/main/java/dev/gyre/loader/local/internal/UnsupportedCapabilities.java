package dev.gyre.loader.local.internal;

import java.util.List;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;

/** Refuses what a manifest may ask for and no part of Gyre provides yet, so that nothing is ignored silently. Stateless. */
final class UnsupportedCapabilities {
    private UnsupportedCapabilities() {
    }

    /** @throws dev.gyre.api.config.ConfigException for the first one */
    static void refuse(Application app, FieldPositions positions) {
        for (int i = 0; i < app.components().size(); i++) {
            Component component = app.components().get(i);
            refuse(component, i, "key_value_stores", component.keyValueStores(), "key-value stores", positions);
            refuse(component, i, "sqlite_databases", component.sqliteDatabases(), "SQLite databases", positions);
            refuse(component, i, "ai_models", component.aiModels(), "AI models", positions);
        }
    }

    private static void refuse(Component component, int index, String field, List<String> asked, String what, FieldPositions positions) {
        if (!asked.isEmpty()) {
            throw positions.error(component, index, field, "asks for the " + what + " " + asked
                    + ", but this version of Gyre provides none; remove the field to run the component without");
        }
    }
}
