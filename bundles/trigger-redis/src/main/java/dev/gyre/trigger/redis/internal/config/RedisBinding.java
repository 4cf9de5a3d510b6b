package dev.gyre.trigger.redis.internal.config;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisFailure;

/** A binding's table: {@code channel}, and in manifest v2 {@code address}. */
public record RedisBinding(String componentId, RedisAddress address, String channel) {
    private static final List<String> KEYS = List.of("channel", "address", "executor");

    /**
     * @param defaults the application-wide table
     * @param strict   whether unknown keys are refused; manifest v1 never did
     */
    static RedisBinding read(TriggerBinding binding, Optional<ConfigTable> defaults, boolean strict) {
        ConfigTable table = binding.config();
        String channel = table.requiredString("channel");
        if (channel.isEmpty()) {
            throw table.badValue("channel", "the name of a channel");
        }
        if (strict) {
            table.allowOnly(KEYS);
        }
        table.table("executor").ifPresent(RedisBinding::checkExecutor);
        ConfigTable with = strict && table.has("address") ? table
                : defaults.filter(d -> d.has("address")).orElseThrow(() -> missing(table, defaults, strict));
        return new RedisBinding(binding.requiredComponent(), address(with), channel);
    }

    private static ConfigException missing(ConfigTable table, Optional<ConfigTable> defaults, boolean strict) {
        String line = "it names the server, such as address = \"redis://localhost:6379\"";
        return strict ? table.error("address", "required field is missing here and in [application.trigger.redis]; " + line)
                : defaults.orElse(table).error("address", "required field is missing; " + line);
    }

    /** Spin has one executor for messages; a table that names another must not be ignored. */
    private static void checkExecutor(ConfigTable executor) {
        if (!executor.requiredString("type").equals("spin")) {
            throw executor.badValue("type", "\"spin\" for a redis trigger");
        }
        executor.allowOnly(List.of("type"));
    }

    /** The value may hold a password, so no message shows it. */
    private static RedisAddress address(ConfigTable table) {
        String text = table.requiredString("address");
        try {
            return RedisAddress.parse(text);
        } catch (RedisFailure e) {
            throw table.error("address", e.getMessage());
        }
    }
}
