package dev.gyre.host.variables.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.host.VariableProvider;

/** Values an operator wrote down, factory PID {@value #PID}; {@code service.ranking} orders it among the others. Thread-safe. */
@Component(configurationPid = StaticProvider.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class StaticProvider implements VariableProvider {
    static final String PID = "dev.gyre.host.variables.static";
    private static final Logger LOG = LoggerFactory.getLogger(StaticProvider.class);

    private volatile Said said;

    private record Said(String application, Map<String, String> values) {
    }

    /** @throws dev.gyre.api.config.ConfigException for a value without name; the message does not show it */
    @Activate
    public StaticProvider(StaticConfig config, Map<String, Object> properties) {
        Configurations.allowOnly(StaticConfig.class, PID, properties);
        said = read(config, properties);
    }

    /** Holds for who asks from now on. */
    @Modified
    void modified(StaticConfig config, Map<String, Object> properties) {
        said = Configurations.changed(said, StaticConfig.class, PID, properties, () -> read(config, properties), LOG::error);
    }

    private static Said read(StaticConfig config, Map<String, Object> properties) {
        ConfigTable table = Configurations.table(StaticConfig.class, config, PID, properties);
        Map<String, String> values = new HashMap<>();
        for (String value : table.strings("values")) {
            int eq = value.indexOf('=');
            if (eq < 1) {
                throw table.error("values", "must be name=value each, but the value after " + values.size() + " others is not; it may be secret and is not shown");
            }
            values.put(value.substring(0, eq), value.substring(eq + 1));
        }
        return new Said(table.string("application").orElse(""), values);
    }

    @Override
    public Optional<String> get(String name, String key) {
        Said now = said;
        return now.application.isEmpty() || now.application.equals(name) ? Optional.ofNullable(now.values.get(key)) : Optional.empty();
    }
}
