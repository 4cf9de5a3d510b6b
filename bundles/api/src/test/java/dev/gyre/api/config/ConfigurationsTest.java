package dev.gyre.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.gyre.test.Configured;

class ConfigurationsTest {
    @interface Config {
        String component() default "";

        String log$_$bytes() default "";

        int events() default 1;

        boolean on() default true;

        String[] names() default {};
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
        assertEquals("configuration a.b~shop: componnt: unknown field; did you mean \"component\"? allowed here: component, events, log-bytes, names, on",
                refused(Map.of("componnt", "c", "service.pid", "a.b~shop")));
        assertEquals("configuration a.b: log.bytes: unknown field; did you mean \"log-bytes\"? allowed here: component, events, log-bytes, names, on",
                refused(Map.of("log.bytes", "1")));
        assertEquals("configuration a.b: rate: unknown field; allowed here: component, events, log-bytes, names, on", refused(Map.of("rate", 1)));
    }

    @Test
    void valuesThatTheTypeCannotHaveAreShown() {
        Configurations.allowOnly(Config.class, "a.b", Map.of("component", 5, "events", "-7", "on", "TRUE"));
        Configurations.allowOnly(Config.class, "a.b", Map.of("events", 7L, "on", false));
        assertEquals("configuration a.b: events: must be a whole number up to 2147483647, but is \"many\"", refused(Map.of("events", "many")));
        assertEquals("configuration a.b: events: must be a whole number up to 2147483647, but is \"1e3\"", refused(Map.of("events", "1e3")));
        assertEquals("configuration a.b: events: must be a whole number up to 2147483647, but is 5000000000", refused(Map.of("events", 5_000_000_000L)));
        assertEquals("configuration a.b: events: must be a whole number up to 2147483647, but is 1.5", refused(Map.of("events", 1.5)));
        Configurations.allowOnly(Config.class, "a.b", Map.of("events", List.of("7"), "names", new String[] {"a", "b"}));
        assertEquals("configuration a.b: events: must be one value, but has 2", refused(Map.of("events", new String[] {"1", "2"})));
        assertEquals("configuration a.b: log-bytes: must be one value, but has 0", refused(Map.of("log-bytes", List.of())));
        assertEquals("configuration a.b: on: must be true or false, but is \"maybe\"", refused(Map.of("on", "maybe")));
    }

    @interface Place {
        String folder();

        int port() default 80;

        String[] also() default {};
    }

    @Test
    void aTableHasWhatTheTypeSaysAndKnowsWhoSaidIt() {
        ConfigTable said = Configurations.table(Place.class, Configured.of(Place.class, Map.of("also", new String[] {"a", "b"})), "a.b", Map.of("service.pid", "a.b~shop"));
        assertEquals(80L, said.integer("port").orElseThrow());
        assertEquals(List.of("a", "b"), said.strings("also"));
        assertEquals("configuration a.b~shop: folder: required field is missing; it must be a string",
                assertThrows(ConfigException.class, () -> said.requiredString("folder")).getMessage());
    }
}
