package dev.gyre.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** {@code licenses/README.md} names every foreign jar, every foreign package inside ours, and licence texts that are there. */
class LicencesIT {
    private static final Path HOME = Path.of(System.getProperty("gyre.home"));
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern OURS = Pattern.compile("dev\\.gyre\\..*");

    /** The quoted words of a column, for every row of the n-th table. */
    private static Set<String> column(int table, int column) throws IOException {
        Set<String> words = new TreeSet<>();
        int tables = -1;
        for (String line : Files.readAllLines(HOME.resolve("licenses/README.md"))) {
            if (line.startsWith("| ---")) {
                tables++;
            } else if (line.startsWith("|") && tables == table) {
                QUOTED.matcher(line.split("\\|")[column]).results().forEach(found -> words.add(found.group(1)));
            }
        }
        assertTrue(!words.isEmpty(), "no table " + table + " in licenses/README.md");
        return words;
    }

    private static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String folder : new String[] {"bundles", "lib", "lib/graal", "lib/graal/compiler"}) {
            try (Stream<Path> entries = Files.list(HOME.resolve(folder))) {
                entries.filter(entry -> entry.toString().endsWith(".jar")).forEach(jars::add);
            }
        }
        return jars;
    }

    @Test
    void everyForeignJarIsNamedAndNothingElse() throws IOException {
        Set<String> named = column(0, 1);
        Set<String> used = new TreeSet<>();
        for (Path jar : jars()) {
            String name = jar.getFileName().toString();
            if (!OURS.matcher(name).matches()) {
                used.add(named.stream().filter(name::startsWith).findFirst().orElse("missing: " + name));
            }
        }
        assertEquals(named, used);
    }

    @Test
    void everyForeignPackageInOurBundlesIsNamedWithItsBundle() throws IOException {
        Set<String> packages = column(1, 1);
        Set<String> missing = new TreeSet<>();
        for (Path jar : jars()) {
            if (OURS.matcher(jar.getFileName().toString()).matches()) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    file.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class") && !name.startsWith("dev/gyre/"))
                            .map(name -> name.replace('/', '.')).filter(name -> packages.stream().noneMatch(known -> name.startsWith(known + ".")))
                            .forEach(name -> missing.add(jar.getFileName() + ": " + name));
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyNamedPackageAndLicenceTextIsThere() throws IOException {
        Set<String> all = new TreeSet<>();
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                file.stream().map(entry -> entry.getName().replace('/', '.')).forEach(all::add);
            }
        }
        for (String name : column(1, 1)) {
            assertTrue(all.stream().anyMatch(entry -> entry.startsWith(name + ".")), "not in the distribution: " + name);
        }
        Set<String> texts = column(0, 4);
        texts.addAll(column(1, 5));
        for (String text : texts) {
            assertTrue(Files.size(HOME.resolve("licenses").resolve(text)) > 1000, text);
        }
    }

    @Test
    void theLicenceIsWhole() throws IOException {
        String licence = Files.readString(HOME.resolve("LICENSE"));
        for (String part : new String[] {"Version 2.0, January 2004", "9. Accepting Warranty", "limitations under the License."}) {
            assertTrue(licence.contains(part), part);
        }
        Matcher matcher = Pattern.compile("licenses/").matcher(Files.readString(HOME.resolve("NOTICE")));
        assertTrue(matcher.find());
    }
}
