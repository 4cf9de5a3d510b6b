package dev.gyre.policy.internal;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host in the one form in which hosts are compared and looked up, so that no other spelling of it slips through: a
 * lower-case ASCII name without trailing dot, or an address.
 *
 * @param name    what is compared; the address' canonical text for an address
 * @param address present for an address literal, which is never looked up
 */
record Host(String name, Optional<InetAddress> address) {
    /** Underscores are no host names by the book, but container networks are full of them. */
    private static final Pattern LABELS = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");
    private static final int MAX_NAME = 253;
    private static final int MAX_TEXT = 1000;

    /**
     * Reads a host as URLs have it. Like browsers and curl it takes the decimal, octal, hexadecimal and short forms of IPv4
     * addresses for what the operating system would make of them.
     *
     * @throws IllegalArgumentException for what is neither a name nor an address; IPv6 zone ids are refused, because a guest
     *                                  has no business choosing an interface
     */
    static Host parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("longer than " + MAX_TEXT + " characters");
        }
        try {
            return read(text);
        } catch (IllegalArgumentException e) {
            // The JDK's own messages repeat the text, which may be a guest's nonsense.
            throw new IllegalArgumentException("no host name or address", e);
        }
    }

    private static Host read(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bracketed || bare.indexOf(':') >= 0) {
            if (bare.indexOf('%') >= 0 || bare.indexOf(':') < 0) {
                throw new IllegalArgumentException();
            }
            return of(InetAddress.ofLiteral(bare));
        }
        String ascii = IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (name.length() > MAX_NAME || !LABELS.matcher(name).matches()) {
            throw new IllegalArgumentException();
        }
        if (ENDS_IN_NUMBER.matcher(name).matches()) {
            return of(Inet4Address.ofPosixLiteral(name));
        }
        return new Host(name, Optional.empty());
    }

    private static Host of(InetAddress address) {
        return new Host(address.getHostAddress(), Optional.of(address));
    }

    /** As it is written in a URL. */
    @Override
    public String toString() {
        return name.indexOf(':') >= 0 ? "[" + name + "]" : name;
    }
}
