package dev.gyre.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;

import org.junit.jupiter.api.Test;

class ConfigurationsTest {
    @interface Config {
        String component() default "";

        String log$_$bytes() default "";
    }

    private static String refused(Map<String, Object> properties) {
        return assertThrows(ConfigException.class, () -> Configurations.allowOnly(Config.class, "a.b", properties)).getMessage();
    }

    @Test
    void keysOfTheTypeAndThoseOfOsgiAreAllowed() {
        Configurations.allowOnly(Config.class, "a.b", Map.of("component", "c", "log-bytes", "1", "service.ranking", 5, "component.name", "x",
                "felix.fileinstall.filename", "y"));
    }

    @Test
    void anUnknownKeyIsNamedWithTheNearestOne() {
        assertEquals("configuration a.b~shop: componnt: unknown field; did you mean \"component\"? allowed here: component, log-bytes",
                refused(Map.of("componnt", "c", "service.pid", "a.b~shop")));
        assertEquals("configuration a.b: log.bytes: unknown field; did you mean \"log-bytes\"? allowed here: component, log-bytes",
                refused(Map.of("log.bytes", "1")));
        assertEquals("configuration a.b: rate: unknown field; allowed here: component, log-bytes", refused(Map.of("rate", 1)));
    }
}
