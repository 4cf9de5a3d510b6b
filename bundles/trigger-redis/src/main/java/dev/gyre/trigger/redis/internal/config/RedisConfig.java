package dev.gyre.trigger.redis.internal.config;

import java.time.Duration;
import java.util.List;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.trigger.TriggerContext;

/**
 * All that is configured for the Redis trigger of one application, in its manifest and in {@code [redis]} of {@code gyre.toml}.
 * Immutable.
 *
 * @param inFlight   messages one component handles at once; 1 keeps their order, as Spin does
 * @param queue      messages that may wait for one component
 * @param maxMessage bytes of a message; larger ones are dropped and told
 * @param drain      how long messages that came may take when the trigger closes
 */
public record RedisConfig(List<RedisBinding> bindings, int inFlight, int queue, int maxMessage, Duration drain) {
    private static final List<String> SETTINGS = List.of("in-flight", "queue", "max-message", "drain");
    private static final long MAX_MESSAGE = 512L << 20;

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    public static RedisConfig read(TriggerContext context) {
        boolean strict = context.execution().application().info().manifestVersion() > 1;
        context.defaults().filter(d -> strict).ifPresent(d -> d.allowOnly(List.of("address")));
        ConfigTable settings = context.settings();
        settings.allowOnly(SETTINGS);
        return new RedisConfig(
                context.bindings().stream().map(b -> RedisBinding.read(b, context.defaults(), strict)).toList(),
                between(settings, "in-flight", settings.integer("in-flight").orElse(1L), 10_000),
                between(settings, "queue", settings.integer("queue").orElse(1000L), 1_000_000),
                between(settings, "max-message", settings.bytes("max-message").orElse(1L << 20), MAX_MESSAGE),
                drain(settings));
    }

    private static int between(ConfigTable table, String key, long value, long most) {
        if (value < 1 || value > most) {
            throw table.badValue(key, "between 1 and " + most);
        }
        return (int) value;
    }

    private static Duration drain(ConfigTable settings) {
        Duration drain = settings.duration("drain").orElse(Duration.ofSeconds(10));
        if (drain.toMillis() <= 0 || drain.toDays() > 1) {
            throw settings.badValue("drain", "between 1ms and 24h");
        }
        return drain;
    }
}
