package dev.gyre.runtime.internal;

import java.util.Map;
import java.util.Optional;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Configurations;
import dev.gyre.runtime.internal.settings.ComponentConfig;
import dev.gyre.runtime.internal.settings.ComponentRule;

/**
 * One factory configuration. Its service is modified together with it, so that whoever uses the rule hears of each change and
 * never misses the rule meanwhile.
 */
@Component(service = ComponentRuleService.class, configurationPid = ComponentRuleService.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ComponentConfig.class, factory = true)
public final class ComponentRuleService {
    static final String PID = "dev.gyre.runtime.component";
    private static final Logger LOG = LoggerFactory.getLogger(ComponentRuleService.class);

    private volatile Optional<ComponentRule> rule = Optional.empty();

    @Activate
    public ComponentRuleService(ComponentConfig config, Map<String, Object> properties) {
        configure(config, properties);
    }

    @Modified
    void configure(ComponentConfig config, Map<String, Object> properties) {
        try {
            Configurations.allowOnly(ComponentConfig.class, PID, properties);
            rule = Optional.of(ComponentRule.of(String.valueOf(properties.get(Constants.SERVICE_PID)), config));
        } catch (ConfigException e) {
            LOG.error("{}; {}", e.getMessage(), rule.isPresent() ? "the values of before stay in force" : "nothing of it is in force");
        }
    }

    /** Nothing when it was never right. */
    Optional<ComponentRule> rule() {
        return rule;
    }
}
