package dev.gyre.host.variables.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

import dev.gyre.api.config.Configurations;
import dev.gyre.api.host.VariableProvider;

/** Values an operator wrote down, factory PID {@value #PID}; {@code service.ranking} orders it among the others. Immutable. */
@Component(configurationPid = StaticProvider.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class StaticProvider implements VariableProvider {
    static final String PID = "dev.gyre.host.variables.static";

    private final String application;
    private final Map<String, String> values = new HashMap<>();

    /** @throws IllegalArgumentException for a value without name; the message does not show it */
    @Activate
    public StaticProvider(StaticConfig config, Map<String, Object> properties) {
        Configurations.allowOnly(StaticConfig.class, PID, properties);
        application = config.application();
        for (int i = 0; i < config.values().length; i++) {
            int eq = config.values()[i].indexOf('=');
            if (eq < 1) {
                throw new IllegalArgumentException(PID + ": values[" + i + "] must be name=value");
            }
            values.put(config.values()[i].substring(0, eq), config.values()[i].substring(eq + 1));
        }
    }

    @Override
    public Optional<String> get(String name, String key) {
        return application.isEmpty() || application.equals(name) ? Optional.ofNullable(values.get(key)) : Optional.empty();
    }
}
