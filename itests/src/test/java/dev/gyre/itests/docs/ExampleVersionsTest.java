package dev.gyre.itests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.gyre.itests.e2e.Gyre;

/** The example plug-ins have no parent, so their versions are their own; they are to be those of this build. */
class ExampleVersionsTest {
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern PROPERTY = Pattern.compile("<([\\w.-]+)>([^<]+)</\\1>");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

    static List<Path> plugins() throws IOException {
        try (Stream<Path> folders = Files.list(Gyre.root().resolve("examples/plugins"))) {
            return folders.map(f -> f.resolve("pom.xml")).filter(Files::exists).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void areThoseOfTheBuild(Path plugin) throws IOException {
        Map<String, String> ours = versions(Files.readString(Gyre.root().resolve("pom.xml")));
        Map<String, String> theirs = versions(Files.readString(plugin));
        theirs.keySet().retainAll(ours.keySet());
        assertFalse(theirs.isEmpty());
        theirs.forEach((artifact, version) -> assertEquals(ours.get(artifact), version, plugin + ": " + artifact));
        String api = versions(Files.readString(plugin)).get("dev.gyre.api");
        assertEquals(System.getProperty("gyre.version", api), api, plugin.toString());
    }

    private static Map<String, String> versions(String pom) {
        Map<String, String> properties = new HashMap<>();
        for (MatchResult property : (Iterable<MatchResult>) PROPERTY.matcher(pom).results()::iterator) {
            properties.putIfAbsent(property.group(1), property.group(2));
        }
        Map<String, String> out = new HashMap<>();
        for (MatchResult artifact : (Iterable<MatchResult>) ARTIFACT.matcher(pom).results()::iterator) {
            String version = REFERENCE.matcher(artifact.group(2)).replaceAll(r -> Matcher.quoteReplacement(properties.getOrDefault(r.group(1), r.group())));
            out.put(artifact.group(1), version);
        }
        return out;
    }
}
