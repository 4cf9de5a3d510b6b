package dev.gyre.api.abi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/**
 * Lifts values out of a guest of 2022. Nothing is allocated on the guest's word alone: lengths are checked against the
 * guest's memory and against {@code maxBytes} first. For the store's thread.
 *
 * @param maxBytes the most that one value may take on the host
 */
public record GuestReader(LinearMemory memory, long maxBytes) {
    /** What a lenient decoder puts where there is no UTF-8; a guest may also mean it. */
    private static final char REPLACEMENT = '\ufffd';

    public byte[] bytes(Slice slice) {
        if (slice.length() == 0) {
            return new byte[0];
        }
        if (Integer.toUnsignedLong(slice.length()) > maxBytes) {
            throw violation("a value of " + Integer.toUnsignedLong(slice.length()) + " bytes is over the limit of " + maxBytes);
        }
        return memory.read(slice.pointer(), slice.length());
    }

    /** @throws TrapException of kind {@link TrapKind#ABI_VIOLATION} when it is not UTF-8 */
    public String string(Slice slice) {
        byte[] bytes = bytes(slice);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text; // nothing was replaced, so all of it is UTF-8
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw violation("a string of " + slice.length() + " bytes is not UTF-8");
        }
    }

    /** {@code list<tuple<string, string>>}; the same in both layouts. */
    public List<Map.Entry<String, String>> pairs(Slice list) {
        checkList(list, GuestHeap.PAIR_BYTES);
        List<Map.Entry<String, String>> out = new ArrayList<>(list.length());
        long total = 0;
        for (int i = 0; i < list.length(); i++) {
            int at = list.pointer() + i * GuestHeap.PAIR_BYTES;
            Slice name = new Slice(memory.readInt(at), memory.readInt(at + 4));
            Slice value = new Slice(memory.readInt(at + 8), memory.readInt(at + 12));
            total += Integer.toUnsignedLong(name.length()) + Integer.toUnsignedLong(value.length());
            if (total > maxBytes) {
                throw violation("a list of " + list.length() + " pairs is over the limit of " + maxBytes + " bytes");
            }
            out.add(Map.entry(string(name), string(value)));
        }
        return List.copyOf(out);
    }

    /** {@code list<string>}; the same in both layouts. */
    public List<String> strings(Slice list) {
        checkList(list, 8);
        List<String> out = new ArrayList<>(list.length());
        long total = 0;
        for (int i = 0; i < list.length(); i++) {
            int at = list.pointer() + i * 8;
            Slice s = new Slice(memory.readInt(at), memory.readInt(at + 4));
            total += Integer.toUnsignedLong(s.length());
            if (total > maxBytes) {
                throw violation("a list of " + list.length() + " strings is over the limit of " + maxBytes + " bytes");
            }
            out.add(string(s));
        }
        return List.copyOf(out);
    }

    private void checkList(Slice list, int elementBytes) {
        long bytes = Integer.toUnsignedLong(list.length()) * elementBytes;
        if (bytes > maxBytes) {
            throw violation("a list of " + Integer.toUnsignedLong(list.length()) + " elements is over the limit of " + maxBytes + " bytes");
        }
        if (bytes > 0) {
            memory.checkRange(list.pointer(), (int) bytes);
        }
    }

    /** An option or result tag: anything but 0 and 1 is the guest's mistake. */
    public static boolean flag(int tag) {
        if (tag != 0 && tag != 1) {
            throw violation("a tag is " + tag + ", not 0 or 1");
        }
        return tag == 1;
    }

    private static TrapException violation(String message) {
        return new TrapException(TrapKind.ABI_VIOLATION, message);
    }
}
