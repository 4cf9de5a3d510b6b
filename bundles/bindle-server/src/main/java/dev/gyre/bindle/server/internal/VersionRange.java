package dev.gyre.bindle.server.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;
import dev.gyre.bindle.SemanticVersion;

/**
 * Which versions a query wants: what the reference server understands (the crate semver, but a bare version means just that one), and
 * npm's {@code a - b}. Immutable.
 */
record VersionRange(List<Comparator> comparators) {
    private static final Pattern COMPARATOR = Pattern.compile("(=|>=|<=|>|<|\\^|~|)\\s*v?(\\d{1,9})(?:\\.(\\d{1,9}|[*xX]))?(?:\\.(\\d{1,9}|[*xX]))?(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
    private static final Pattern HYPHEN = Pattern.compile("(\\S+)\\s+-\\s+(\\S+)");

    /** From the one on and up to, not including, the other. */
    record Comparator(SemanticVersion from, SemanticVersion to, boolean includesTo, boolean excludesFrom) {
        boolean matches(SemanticVersion v) {
            int low = compare(v, from);
            int high = compare(v, to);
            return (excludesFrom ? low > 0 : low >= 0) && (includesTo ? high <= 0 : high < 0);
        }

        /** Without build metadata, which ranges do not look at. */
        private static int compare(SemanticVersion a, SemanticVersion b) {
            return plain(a).compareTo(plain(b));
        }

        private static SemanticVersion plain(SemanticVersion v) {
            return new SemanticVersion(v.major(), v.minor(), v.patch(), v.pre(), "");
        }

        /** A pre-release is only wanted by who names one of that very version. */
        boolean namesPreOf(SemanticVersion v) {
            return names(from, v) || names(to, v);
        }

        private static boolean names(SemanticVersion end, SemanticVersion v) {
            return !end.pre().isEmpty() && !end.pre().equals("0") && end.major() == v.major() && end.minor() == v.minor() && end.patch() == v.patch();
        }
    }

    private static final SemanticVersion MAX = version(Long.MAX_VALUE, 0, 0, "");
    private static final SemanticVersion MIN = version(0, 0, 0, "0");

    private static SemanticVersion version(long major, long minor, long patch, String pre) {
        return new SemanticVersion(major, minor, patch, pre, "");
    }

    /** @throws GyreException for what is no range */
    static VersionRange parse(String text) {
        String range = text.strip();
        if (range.isEmpty() || range.equals("*")) {
            return new VersionRange(List.of());
        }
        Matcher hyphen = HYPHEN.matcher(range);
        String comparators = hyphen.matches() ? ">=" + hyphen.group(1) + ", <=" + hyphen.group(2) : range;
        List<Comparator> out = new ArrayList<>();
        for (String one : comparators.split("\\s*,\\s*")) {
            Matcher m = COMPARATOR.matcher(one.strip());
            if (!m.matches()) {
                throw new Refusal(400, "\"" + text + "\" is no range of versions");
            }
            out.add(comparator(m));
        }
        return new VersionRange(List.copyOf(out));
    }

    private static Comparator comparator(Matcher m) {
        long major = Long.parseLong(m.group(2));
        boolean hasMinor = isNumber(m.group(3));
        boolean hasPatch = hasMinor && isNumber(m.group(4));
        long minor = hasMinor ? Long.parseLong(m.group(3)) : 0;
        long patch = hasPatch ? Long.parseLong(m.group(4)) : 0;
        SemanticVersion low = version(major, minor, patch, m.group(5) == null ? "" : m.group(5).substring(1));
        // the first version that is not meant any more: 1 means all of 1.x.y, 1.2 all of 1.2.y; a pre-release of it is not meant either
        SemanticVersion next = hasPatch ? low : hasMinor ? version(major, minor + 1, 0, "0") : version(major + 1, 0, 0, "0");
        boolean wildcard = m.group(3) != null && !hasMinor || m.group(4) != null && !hasPatch;
        return switch (m.group(1).isEmpty() && (hasPatch || wildcard) ? "=" : m.group(1)) {
            case "=" -> new Comparator(low, next, hasPatch, false);
            case ">=" -> new Comparator(low, MAX, false, false);
            case ">" -> hasPatch ? new Comparator(low, MAX, false, true) : new Comparator(next, MAX, false, false);
            case "<" -> new Comparator(MIN, low, false, false);
            case "<=" -> new Comparator(MIN, next, hasPatch, false);
            case "~" -> new Comparator(low, hasMinor ? version(major, minor + 1, 0, "0") : next, false, false);
            default -> new Comparator(low, caret(major, minor, patch, hasMinor, hasPatch), false, false);
        };
    }

    private static SemanticVersion caret(long major, long minor, long patch, boolean hasMinor, boolean hasPatch) {
        if (major > 0 || !hasMinor) {
            return version(major + 1, 0, 0, "0");
        }
        return minor > 0 || !hasPatch ? version(0, minor + 1, 0, "0") : version(0, 0, patch + 1, "0");
    }

    private static boolean isNumber(String part) {
        return part != null && Character.isDigit(part.charAt(0));
    }

    boolean matches(SemanticVersion version) {
        return comparators.stream().allMatch(c -> c.matches(version))
                && (version.pre().isEmpty() || comparators.isEmpty() || comparators.stream().anyMatch(c -> c.namesPreOf(version)));
    }
}
