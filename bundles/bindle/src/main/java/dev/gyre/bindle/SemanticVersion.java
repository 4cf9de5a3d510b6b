package dev.gyre.bindle;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;

/**
 * A version by SemVer 2, as every bindle has one.
 *
 * @param pre   identifiers after the hyphen; empty for a release
 * @param build identifiers after the plus sign; empty for none
 */
public record SemanticVersion(long major, long minor, long patch, String pre, String build) implements Comparable<SemanticVersion> {
    private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
    private static final String PRE = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final Pattern VERSION = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-(" + PRE + "(?:\\." + PRE + ")*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Comparator<SemanticVersion> NUMBERS =
            Comparator.comparingLong(SemanticVersion::major).thenComparingLong(SemanticVersion::minor).thenComparingLong(SemanticVersion::patch);

    /** @throws GyreException for anything else */
    public static SemanticVersion parse(String text) {
        Matcher m = VERSION.matcher(text);
        if (text.length() > 256 || !m.matches()) {
            throw new GyreException("the version \"" + text + "\" is no semantic version; it must have three numbers, such as 1.2.3 or 1.2.3-rc.1");
        }
        return new SemanticVersion(Long.parseLong(m.group(1)), Long.parseLong(m.group(2)), Long.parseLong(m.group(3)),
                m.group(4) == null ? "" : m.group(4), m.group(5) == null ? "" : m.group(5));
    }

    /** By SemVer's precedence, which knows no build identifiers; those decide in the end, so that only equal versions compare as equal. */
    @Override
    public int compareTo(SemanticVersion other) {
        int c = NUMBERS.compare(this, other);
        if (c == 0) {
            c = pre.isEmpty() || other.pre.isEmpty() ? Boolean.compare(pre.isEmpty(), other.pre.isEmpty()) : comparePre(other.pre);
        }
        return c != 0 ? c : build.compareTo(other.build);
    }

    private int comparePre(String others) {
        String[] a = pre.split("\\.");
        String[] b = others.split("\\.");
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            boolean numberA = DIGITS.matcher(a[i]).matches();
            boolean numberB = DIGITS.matcher(b[i]).matches();
            int c = numberA && numberB ? new BigInteger(a[i]).compareTo(new BigInteger(b[i]))
                    : numberA != numberB ? Boolean.compare(numberB, numberA) : a[i].compareTo(b[i]);
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (pre.isEmpty() ? "" : "-" + pre) + (build.isEmpty() ? "" : "+" + build);
    }
}
