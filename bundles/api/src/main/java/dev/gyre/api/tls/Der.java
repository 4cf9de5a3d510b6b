package dev.gyre.api.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

import dev.gyre.api.GyreException;

/** As much of DER (X.690) as old private key files need. Stateless. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    /** Context-specific, constructed, number 0: the curve in an EC key (RFC 5915). */
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** rsaEncryption, 1.2.840.113549.1.1.1, with its NULL parameter. */
    private static final byte[] RSA = {0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00};
    /** id-ecPublicKey, 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Der() {
    }

    /** An RSA key of PKCS #1 (RFC 8017) in the wrapping of PKCS #8 (RFC 5208). */
    static byte[] wrapRsa(byte[] key) {
        return tagged(SEQUENCE, VERSION_0, tagged(SEQUENCE, RSA), tagged(OCTET_STRING, key));
    }

    /** An EC key of SEC 1 (RFC 5915) in the wrapping of PKCS #8. */
    static byte[] wrapEc(byte[] key) {
        return tagged(SEQUENCE, VERSION_0, tagged(SEQUENCE, EC, curve(key)), tagged(OCTET_STRING, key));
    }

    /** The curve's object identifier out of {@code SEQUENCE { version, privateKey, [0] parameters, ... }}. */
    private static byte[] curve(byte[] key) {
        try {
            int[] sequence = content(key, 0);
            int at = sequence[0];
            while (at < sequence[1]) {
                int[] element = content(key, at);
                if ((key[at] & 0xff) == PARAMETERS) {
                    return Arrays.copyOfRange(key, element[0], element[1]);
                }
                at = element[1];
            }
        } catch (IndexOutOfBoundsException e) {
            throw new GyreException("is no DER: it ends too early");
        }
        throw new GyreException("does not name its curve; convert it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEWKEY");
    }

    /** Start and end of the content of the element at a place. */
    private static int[] content(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        int start = at + 2;
        if (length > 0x7f) {
            int count = length & 0x7f;
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | der[start++] & 0xff;
            }
        }
        if (length < 0 || length > der.length - start) {
            throw new IndexOutOfBoundsException(length);
        }
        return new int[] {start, start + length};
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length > 0x7f) {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >> 8 * i);
            }
        } else {
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
