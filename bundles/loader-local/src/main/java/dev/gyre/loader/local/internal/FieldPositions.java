package dev.gyre.loader.local.internal;

import java.util.List;
import java.util.function.Supplier;

import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/** Finds where a component's field was written, by reading the manifest again when there is an error to report. For one thread. */
final class FieldPositions {
    private final Supplier<ConfigTable> manifest;

    FieldPositions(Supplier<ConfigTable> manifest) {
        this.manifest = manifest;
    }

    /**
     * An error about a component's field.
     *
     * @param index of the component in the manifest
     */
    ConfigException error(Component component, int index, String field, String problem) {
        return new ConfigException(position(component, index, field), "component[" + index + "]." + field,
                "component \"" + component.id() + "\": " + problem);
    }

    private Position position(Component component, int index, String field) {
        List<ConfigTable> components = manifest.get().tables("component");
        return components.get(index).value(field).map(ConfigValue::position).orElse(component.position());
    }
}
