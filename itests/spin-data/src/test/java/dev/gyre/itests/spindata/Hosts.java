package dev.gyre.itests.spindata;

import java.lang.annotation.Annotation;
import java.util.Map;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.policy.internal.PolicyConfig;
import dev.gyre.policy.internal.PolicyService;

/** The outbound policy, for what it refuses at deploy. */
final class Hosts {
    private final PolicyService policy = new PolicyService(new PolicyConfig() {
        @Override
        public String[] block$_$networks() {
            return new String[0];
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return PolicyConfig.class;
        }
    }, Map.of());

    /** @throws dev.gyre.api.config.ConfigException for an entry that means nothing */
    void check(Application app, Component component) {
        policy.rules(app, component);
    }
}
