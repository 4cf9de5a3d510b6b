package dev.gyre.host.variables.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.host.VariableProvider;

/**
 * Takes the variable {@code key} from the process environment: {@code SPIN_VARIABLE_KEY} (Spin 2.0), else
 * {@code SPIN_CONFIG_KEY} (0.6), else {@code SPIN_APP_KEY} (0.2); the newest name wins. The names know no application: all
 * applications of a container that declare the same variable get the same value.
 */
@Component(property = "service.ranking:Integer=1000")
public final class EnvironmentProvider implements VariableProvider {
    private static final List<String> PREFIXES = List.of("SPIN_VARIABLE_", "SPIN_CONFIG_", "SPIN_APP_");

    private final Function<String, String> environment;

    @Activate
    public EnvironmentProvider() {
        this(System::getenv);
    }

    EnvironmentProvider(Function<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Optional<String> get(String application, String key) {
        String name = key.toUpperCase(Locale.ROOT);
        return PREFIXES.stream().flatMap(p -> Optional.ofNullable(environment.apply(p + name)).stream()).findFirst();
    }
}
