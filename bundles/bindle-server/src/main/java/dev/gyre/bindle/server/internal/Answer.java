package dev.gyre.bindle.server.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import dev.gyre.bindle.TomlWriter;

/**
 * What a request is answered with.
 *
 * @param text of TOML, when there is no file
 * @param file that is sent
 */
record Answer(int status, String type, String text, Optional<Path> file) {
    static Answer toml(int status, Map<String, ?> table) {
        return new Answer(status, "application/toml", TomlWriter.write(table), Optional.empty());
    }

    static Answer file(String type, Path file) {
        return new Answer(200, type, "", Optional.of(file));
    }
}
