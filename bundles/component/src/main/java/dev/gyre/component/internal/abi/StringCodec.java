package dev.gyre.component.internal.abi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import dev.gyre.component.internal.runtime.Traps;
import dev.gyre.component.type.ValueType;

/** Strings in all three encodings (CanonicalABI.md, "Loading" and "Storing"). */
final class StringCodec extends Codec {
    private static final int TAG = 1 << 31;
    /** The specification's MAX_STRING_BYTE_LENGTH. */
    private static final long LONGEST = (1 << 28) - 1;

    StringCodec() {
        super(ValueType.Primitive.STRING);
    }

    @Override
    public Object load(Lifting cx, byte[] block, int at) {
        return read(cx, Bytes.readInt(block, at), Bytes.readInt(block, at + 4));
    }

    @Override
    public Object lift(Lifting cx, Flat from) {
        return read(cx, (int) from.next(), (int) from.next());
    }

    @Override
    public void store(Lowering cx, Object value, byte[] block, int at) {
        Bytes.writePair(block, at, write(cx, value));
    }

    @Override
    public void lower(Lowering cx, Object value, Flat to) {
        to.putPair(write(cx, value));
    }

    static Object read(Lifting cx, int pointer, int tagged) {
        boolean wide = cx.encoding() == Encoding.UTF16 || cx.encoding() == Encoding.LATIN1_UTF16 && (tagged & TAG) != 0;
        boolean latin1 = cx.encoding() == Encoding.LATIN1_UTF16 && !wide;
        int units = cx.encoding() == Encoding.LATIN1_UTF16 && wide ? tagged & ~TAG : tagged;
        long bytes = Integer.toUnsignedLong(units) << (wide ? 1 : 0);
        if (bytes > LONGEST) {
            throw Traps.abi("string is too long: string byte length exceeds " + LONGEST + ", it is " + bytes);
        }
        Range.check(cx.memory(), pointer, bytes, cx.encoding() == Encoding.UTF8 ? 1 : 2, "string");
        cx.charge(bytes);
        byte[] content = cx.memory().read(pointer, (int) bytes);
        String text = latin1 ? new String(content, StandardCharsets.ISO_8859_1) : wide ? utf16(content) : utf8(content);
        return cx.toComponent() ? new LiftedString(text, cx.encoding(), latin1, units) : text;
    }

    /** The JDK puts U+FFFD where bytes are malformed; only then is a closer look needed. */
    private static String utf8(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            strict(StandardCharsets.UTF_8, content);
        }
        return text;
    }

    private static String utf16(byte[] content) {
        return strict(StandardCharsets.UTF_16LE, content);
    }

    private static String strict(Charset charset, byte[] content) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw Traps.abi("invalid " + charset.name().toLowerCase(Locale.ROOT) + " encoding of a string");
        }
    }

    /** @return {@link Bytes#pair} of the pointer and the tagged number of code units */
    long write(Lowering cx, Object value) {
        if (value instanceof String text && cx.encoding() == Encoding.UTF8) {
            byte[] bytes = utf8(text);
            checkLength(bytes.length, bytes.length);
            return copy(cx, bytes, 1, bytes.length);
        }
        LiftedString string = value instanceof LiftedString s ? s : fromHost(as(String.class, value), cx.encoding());
        checkLength((long) string.units() << (string.encoding() == Encoding.UTF8 || string.latin1() ? 0 : 1), string.units());
        return switch (cx.encoding()) {
            case UTF8 -> string.encoding() == Encoding.UTF8 ? copy(cx, string.text().getBytes(StandardCharsets.UTF_8), 1, string.units()) : toUtf8(cx, string);
            case UTF16 -> string.encoding() == Encoding.UTF8 ? utf8ToUtf16(cx, string) : copy(cx, utf16(string.text()), 2, string.units());
            case LATIN1_UTF16 -> {
                if (string.encoding() != Encoding.LATIN1_UTF16) {
                    yield toLatin1OrUtf16(cx, string);
                }
                yield string.latin1() ? copy(cx, string.text().getBytes(StandardCharsets.ISO_8859_1), 2, string.units()) : probablyUtf16(cx, string);
            }
        };
    }

    private void checkLength(long bytes, int units) {
        if (bytes > LONGEST) {
            throw wrong("is too long: " + units + " code units");
        }
    }

    /** The host's strings come in whatever encoding costs the guest one allocation. */
    private LiftedString fromHost(String text, Encoding wanted) {
        return new LiftedString(checked(text), wanted, wanted == Encoding.LATIN1_UTF16 && latin1(text) == text.length(), text.length());
    }

    private String checked(String text) {
        utf8(text);
        return text;
    }

    /** How many characters at the start are Latin-1. */
    private static int latin1(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) < 256) {
            i++;
        }
        return i;
    }

    private byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // the JDK writes a question mark for a lone surrogate
        if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            throw wrong("has a lone surrogate");
        }
        return bytes;
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static long copy(Lowering cx, byte[] bytes, int align, int units) {
        int pointer = cx.realloc(0, 0, align, bytes.length);
        cx.memory().write(pointer, bytes);
        return Bytes.pair(pointer, units);
    }

    private long toUtf8(Lowering cx, LiftedString string) {
        byte[] bytes = utf8(string.text());
        int units = string.units();
        int pointer = cx.realloc(0, 0, 1, units);
        if (bytes.length == units) {
            cx.memory().write(pointer, bytes);
            return Bytes.pair(pointer, units);
        }
        int ascii = 0;
        while (string.text().charAt(ascii) < 128) {
            ascii++;
        }
        cx.memory().write(pointer, bytes, 0, ascii);
        int worst = units * (string.latin1() ? 2 : 3);
        pointer = cx.realloc(pointer, units, 1, worst);
        cx.memory().write(pointer + ascii, bytes, ascii, bytes.length - ascii);
        if (worst > bytes.length) {
            pointer = cx.realloc(pointer, worst, 1, bytes.length);
        }
        return Bytes.pair(pointer, bytes.length);
    }

    private static long utf8ToUtf16(Lowering cx, LiftedString string) {
        byte[] bytes = utf16(string.text());
        int worst = 2 * string.units();
        int pointer = cx.realloc(0, 0, 2, worst);
        cx.memory().write(pointer, bytes);
        if (bytes.length < worst) {
            pointer = cx.realloc(pointer, worst, 2, bytes.length);
        }
        return Bytes.pair(pointer, bytes.length / 2);
    }

    private static long toLatin1OrUtf16(Lowering cx, LiftedString string) {
        String text = string.text();
        int units = string.units();
        int pointer = cx.realloc(0, 0, 2, units);
        int narrow = latin1(text);
        if (narrow == text.length()) {
            cx.memory().write(pointer, text.getBytes(StandardCharsets.ISO_8859_1));
            if (narrow < units) {
                pointer = cx.realloc(pointer, units, 2, narrow);
            }
            return Bytes.pair(pointer, narrow);
        }
        cx.memory().write(pointer, text.substring(0, narrow).getBytes(StandardCharsets.ISO_8859_1));
        int worst = 2 * units;
        pointer = cx.realloc(pointer, units, 2, worst);
        byte[] bytes = utf16(text);
        cx.memory().write(pointer, bytes);
        if (worst > bytes.length) {
            pointer = cx.realloc(pointer, worst, 2, bytes.length);
        }
        return Bytes.pair(pointer, bytes.length / 2 | TAG);
    }

    private static long probablyUtf16(Lowering cx, LiftedString string) {
        byte[] bytes = utf16(string.text());
        int pointer = cx.realloc(0, 0, 2, bytes.length);
        if (latin1(string.text()) < string.text().length()) {
            cx.memory().write(pointer, bytes);
            return Bytes.pair(pointer, bytes.length / 2 | TAG);
        }
        byte[] narrow = string.text().getBytes(StandardCharsets.ISO_8859_1);
        cx.memory().write(pointer, narrow);
        pointer = cx.realloc(pointer, bytes.length, 1, narrow.length);
        return Bytes.pair(pointer, narrow.length);
    }
}
