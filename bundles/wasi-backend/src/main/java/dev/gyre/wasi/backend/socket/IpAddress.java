package dev.gyre.wasi.backend.socket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** {@code ip-address}. Immutable. */
public sealed interface IpAddress {
    /** Four bytes. */
    record Ipv4(V4 address) implements IpAddress { }

    /** Eight groups. */
    record Ipv6(V6 address) implements IpAddress { }

    /** {@code ipv4-address}, a tuple. */
    record V4(int a, int b, int c, int d) {
        byte[] bytes() {
            return new byte[] {(byte) a, (byte) b, (byte) c, (byte) d};
        }

        static V4 of(byte[] bytes) {
            return new V4(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff);
        }
    }

    /** {@code ipv6-address}, a tuple. */
    record V6(int a, int b, int c, int d, int e, int f, int g, int h) {
        byte[] bytes() {
            return ByteBuffer.allocate(16).putShort((short) a).putShort((short) b).putShort((short) c).putShort((short) d).putShort((short) e)
                    .putShort((short) f).putShort((short) g).putShort((short) h).array();
        }

        static V6 of(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new V6(next(in), next(in), next(in), next(in), next(in), next(in), next(in), next(in));
        }

        private static int next(ByteBuffer in) {
            return in.getShort() & 0xffff;
        }
    }

    static IpAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? new Ipv4(V4.of(bytes)) : new Ipv6(V6.of(bytes));
    }

    /** The JDK's form; an IPv6 address that carries an IPv4 one becomes that. */
    static InetAddress inet(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
