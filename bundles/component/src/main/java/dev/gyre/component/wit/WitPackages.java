package dev.gyre.component.wit;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.host.WitFile;
import dev.gyre.component.internal.wit.Resolver;

/**
 * Packages of WIT (component-model repository, design/mvp/WIT.md), read from any number of files. What is
 * {@code @unstable} is left out unless its feature was asked for. Immutable and thread-safe.
 */
public final class WitPackages {
    private final List<WitInterface> interfaces;
    private final List<WitWorld> worlds;

    private WitPackages(Resolver resolver) {
        this.interfaces = resolver.interfaces();
        this.worlds = resolver.worlds();
    }

    /**
     * Reads files; those of the same package belong together, and those without a {@code package} line to that of another file
     * of their folder.
     *
     * @throws WitException for the first thing that is wrong
     */
    public static WitPackages parse(Collection<WitFile> files) {
        return parse(files, Set.of());
    }

    /**
     * The same with features.
     *
     * @param features whose {@code @unstable} items count
     */
    public static WitPackages parse(Collection<WitFile> files, Set<String> features) {
        return new WitPackages(Resolver.resolve(files, features));
    }

    /** All interfaces, in the order of the files. */
    public List<WitInterface> interfaces() {
        return interfaces;
    }

    /** @param name in full: {@code acme:queue/publish@1.0.0} */
    public Optional<WitInterface> find(String name) {
        return interfaces.stream().filter(i -> i.name().toString().equals(name)).findFirst();
    }

    /** All worlds, in the order of the files; their names are in full. */
    public List<WitWorld> worlds() {
        return worlds;
    }
}
