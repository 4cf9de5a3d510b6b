package dev.gyre.component.type;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version, ordered as semver.org 2.0.0 says; build metadata counts for equality only.
 *
 * @param pre   pre-release identifiers without the dash, or empty
 * @param build build metadata without the plus sign, or empty
 */
public record Semver(BigInteger major, BigInteger minor, BigInteger patch, String pre, String build) implements Comparable<Semver> {
    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final String PRE_PART = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final Pattern SYNTAX = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-(" + PRE_PART + "(?:\\." + PRE_PART + ")*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");
    private static final int LONGEST = 256;

    /** Nothing when the text is no semantic version. */
    public static Optional<Semver> parse(String text) {
        Matcher m = SYNTAX.matcher(text);
        if (text.length() > LONGEST || !m.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Semver(new BigInteger(m.group(1)), new BigInteger(m.group(2)), new BigInteger(m.group(3)),
                Optional.ofNullable(m.group(4)).orElse(""), Optional.ofNullable(m.group(5)).orElse("")));
    }

    /**
     * What compatible versions have in common: the major version, or below 1.0.0 the minor one; all of it for 0.0.x and for
     * pre-releases, which are compatible with themselves only.
     */
    public String compatible() {
        if (!pre.isEmpty() || major.signum() == 0 && minor.signum() == 0) {
            return toString();
        }
        return major.signum() == 0 ? "0." + minor : major.toString();
    }

    @Override
    public int compareTo(Semver other) {
        int numbers = Comparator.comparing(Semver::major).thenComparing(Semver::minor).thenComparing(Semver::patch).compare(this, other);
        return numbers != 0 ? numbers : comparePre(pre, other.pre);
    }

    private static int comparePre(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        String[] as = a.split("\\.");
        String[] bs = b.split("\\.");
        for (int i = 0; i < Math.min(as.length, bs.length); i++) {
            int order = comparePart(as[i], bs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(as.length, bs.length);
    }

    private static int comparePart(String a, String b) {
        boolean aNumber = a.chars().allMatch(Character::isDigit);
        boolean bNumber = b.chars().allMatch(Character::isDigit);
        if (aNumber && bNumber) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return aNumber != bNumber ? (aNumber ? -1 : 1) : a.compareTo(b);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (pre.isEmpty() ? "" : "-" + pre) + (build.isEmpty() ? "" : "+" + build);
    }
}
