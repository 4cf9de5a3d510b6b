package ${package};

import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.WitFile;

/**
 * Offers {@code acme:clock/wall} to components: {@code clock.wit} is the contract, {@link Wall} does it. The two are checked against
 * each other when this is registered. Thread-safe.
 */
@Capability(namespace = "dev.gyre.host", name = "acme:clock")
@Component
public final class ${className} implements HostInterfaceProvider {
    private final Wall wall;

    @Activate
    public ${className}() {
        this(Clock.systemUTC());
    }

    ${className}(Clock clock) {
        wall = new Wall(clock);
    }

    @Override
    public List<WitFile> wit() {
        return List.of(WitFile.beside(${className}.class, "clock.wit"));
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.of("acme:clock/wall@1.0.0", Wall.class);
    }

    /**
     * Once for each component that imports the interface; what depends on the component alone is done here. What it returns is asked
     * for the object whose methods one event calls: here it is the same for all.
     */
    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        return (type, event) -> wall;
    }
}
