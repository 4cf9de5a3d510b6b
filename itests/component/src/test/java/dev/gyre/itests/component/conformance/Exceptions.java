package dev.gyre.itests.component.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Which commands do not pass, and why. Lines are {@code file:line kind = reason} or {@code file = reason}, before them the engine in brackets. Stateless. */
final class Exceptions {
    private Exceptions() {
    }

    static Map<String, String> read(String engine) throws IOException {
        Map<String, String> exceptions = new HashMap<>();
        try (InputStream in = Exceptions.class.getResourceAsStream("/conformance-exceptions.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                String rest = line.startsWith("[" + engine + "]") ? line.substring(line.indexOf(']') + 1).strip() : line;
                if (!rest.isBlank() && !rest.startsWith("#") && !rest.startsWith("[")) {
                    exceptions.put(rest.substring(0, rest.indexOf(" = ")), rest.substring(rest.indexOf(" = ") + 3));
                }
            }
        }
        return exceptions;
    }

    static String key(Map<String, String> exceptions, String command) {
        String file = command.substring(0, command.lastIndexOf(':'));
        return exceptions.containsKey(command) ? command : file;
    }

    static String reason(Map<String, String> exceptions, String command) {
        return exceptions.getOrDefault(key(exceptions, command), "");
    }
}
