package dev.gyre.manifest.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a dependency that is not a plain one: {@code ns:name[/interface][@version]} (Spin {@code DependencyPackageName}).
 *
 * @param name      {@code ns:name}
 * @param interfac  of the package; none for the whole package
 * @param version   a semantic version
 */
record PackageName(String name, Optional<String> interfac, Optional<String> version) {
    static final String PACKAGE_RULE = "a package name such as \"acme:parser\"";
    static final String RULE = "a plain name such as \"parser\", or \"<namespace>:<package>\" with \"/<interface>\" and \"@<version>\" where needed";

    private static final String WORD = "[a-z][a-z0-9]*|[A-Z][A-Z0-9]*";
    private static final String LABEL = "(?:" + WORD + ")(?:-(?:" + WORD + "))*";
    private static final Pattern PACKAGE = Pattern.compile(LABEL + ":" + LABEL);
    private static final Pattern FULL = Pattern.compile("(" + LABEL + ":" + LABEL + ")(?:/(" + LABEL + "))?(?:@(.+))?");
    private static final String NUMBER = "(?:0|[1-9][0-9]*)";
    private static final String IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final Pattern VERSION =
            Pattern.compile("(" + NUMBER + ")\\.(" + NUMBER + ")\\.(" + NUMBER + ")(-" + IDENTIFIERS + ")?(?:\\+" + IDENTIFIERS + ")?");

    static boolean isPackage(String text) {
        return PACKAGE.matcher(text).matches();
    }

    static Optional<PackageName> parse(String text) {
        Matcher m = FULL.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        Optional<String> version = Optional.ofNullable(m.group(3));
        boolean sound = version.map(v -> VERSION.matcher(v).matches()).orElse(true);
        return sound ? Optional.of(new PackageName(m.group(1), Optional.ofNullable(m.group(2)), version)) : Optional.empty();
    }

    /** Whether one import could be meant by both: same package, and neither version nor interface tells them apart. */
    boolean overlaps(PackageName other) {
        return name.equals(other.name) && !differ(version.map(PackageName::compatible), other.version.map(PackageName::compatible))
                && !differ(interfac, other.interfac);
    }

    private static boolean differ(Optional<String> a, Optional<String> b) {
        return a.isPresent() && b.isPresent() && !a.equals(b);
    }

    /** What versions that can stand in for each other have in common: 1.x, 0.1.x, 0.0.1 or a pre-release itself. */
    private static String compatible(String version) {
        Matcher m = VERSION.matcher(version);
        if (!m.matches()) {
            throw new IllegalStateException(version);
        }
        if (m.group(4) != null) {
            return m.group(1) + "." + m.group(2) + "." + m.group(3) + m.group(4);
        }
        if (!m.group(1).equals("0")) {
            return m.group(1);
        }
        return m.group(2).equals("0") ? "0.0." + m.group(3) : "0." + m.group(2);
    }
}
