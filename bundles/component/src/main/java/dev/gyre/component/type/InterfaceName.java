package dev.gyre.component.type;

import java.util.Optional;

/**
 * The name of an interface: {@code wasi:http/types@0.2.10}.
 *
 * @param packageName with its namespace: {@code wasi:http}
 * @param name        within the package: {@code types}
 */
public record InterfaceName(String packageName, String name, Optional<Semver> version) {
    /** Nothing when the text is no such name. */
    public static Optional<InterfaceName> parse(String text) {
        int at = text.indexOf('@');
        String path = at < 0 ? text : text.substring(0, at);
        int slash = path.indexOf('/');
        int colon = path.indexOf(':');
        if (colon < 0 || slash < colon) {
            return Optional.empty();
        }
        Optional<Semver> version = at < 0 ? Optional.empty() : Semver.parse(text.substring(at + 1));
        String packageName = path.substring(0, slash);
        boolean named = Names.areWords(path.substring(0, colon)) && Names.areWords(path.substring(colon + 1, slash)) && Names.isLabel(path.substring(slash + 1));
        return named && (at < 0 || version.isPresent()) ? Optional.of(new InterfaceName(packageName, path.substring(slash + 1), version)) : Optional.empty();
    }

    /**
     * Equal for compatible versions: {@code wasi:http/types@0.2} for every 0.2.x, {@code a:b/c@1} for every 1.x.y; the whole
     * name for 0.0.x, pre-releases and names without a version.
     */
    public String key() {
        return packageName + "/" + name + version.map(v -> "@" + v.compatible()).orElse("");
    }

    @Override
    public String toString() {
        return packageName + "/" + name + version.map(v -> "@" + v).orElse("");
    }
}
