package dev.gyre.policy.internal;

import java.net.InetAddress;

/**
 * A block of addresses.
 *
 * @param bits how many leading bits of the network count
 */
record Cidr(InetAddress network, int bits) {
    /**
     * Reads {@code 10.0.0.0/8}, {@code fc00::/7} or a single address.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int width = network.getAddress().length * 8;
            int bits = slash < 0 ? width : Integer.parseUnsignedInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= width) {
                return new Cidr(network, bits);
            }
        } catch (IllegalArgumentException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static IllegalArgumentException refused(String text, Exception cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no network; write an address and a prefix length, such as 10.0.0.0/8 or fc00::/7", cause);
    }

    boolean contains(InetAddress address) {
        byte[] a = network.getAddress();
        byte[] b = address.getAddress();
        if (a.length != b.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || (a[whole] & 0xff) >> (8 - rest) == (b[whole] & 0xff) >> (8 - rest);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
