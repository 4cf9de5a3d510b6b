package dev.gyre.host.key.value.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisFailure;

/** What a label stands for: a table {@code [key_value_store.<label>]} of {@code runtime-config.toml}. Immutable. */
sealed interface StoreSpec {
    /** Type {@code spin}: a SQLite file; in memory without one. */
    record Sqlite(Optional<Path> file) implements StoreSpec {
    }

    /** What {@code default} is when nobody says: a SQLite file in the application's state folder. */
    record Default() implements StoreSpec {
    }

    /** Type {@code redis}. */
    record Redis(RedisAddress address) implements StoreSpec {
    }

    /**
     * @param folder paths are relative to
     * @throws dev.gyre.api.config.ConfigException for what is none; it does not show a url, which may hold a password
     */
    static StoreSpec read(ConfigTable table, Path folder) {
        String type = table.requiredString("type");
        return switch (type) {
            case "spin" -> {
                table.allowOnly(List.of("type", "path"));
                yield new Sqlite(table.string("path").map(folder::resolve));
            }
            case "redis" -> {
                table.allowOnly(List.of("type", "url"));
                yield new Redis(address(table));
            }
            case "azure_cosmos", "aws_dynamo" -> throw table.error("type", "Gyre has no stores of the type \"" + type + "\"; it has \"spin\" (a SQLite file) and \"redis\"");
            default -> throw table.badValue("type", "\"spin\" or \"redis\"");
        };
    }

    private static RedisAddress address(ConfigTable table) {
        String url = table.value("url").filter(v -> v.value() instanceof String).map(v -> (String) v.value())
                .orElseThrow(() -> table.error("url", "required field is missing or no string"));
        try {
            return RedisAddress.parse(url);
        } catch (RedisFailure e) {
            throw table.error("url", e.getMessage());
        }
    }
}
