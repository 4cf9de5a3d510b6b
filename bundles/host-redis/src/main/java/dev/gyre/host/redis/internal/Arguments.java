package dev.gyre.host.redis.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.redis.RedisFailure;

/** Reads the flat arguments of a call one after the other. For the event's thread, during the call. */
final class Arguments {
    /** Bytes of one {@code redis-parameter} in a list: tag, and at 8 a number or a pointer and a length. */
    static final int PARAMETER_BYTES = 16;
    private static final int MAX_LIST_BYTES = 1 << 20;

    private final LinearMemory memory;
    private final long[] args;
    private final int limit;
    private int next;
    private long taken;

    /** @param limit bytes that all arguments together may take on the host */
    Arguments(LinearMemory memory, long[] args, int limit) {
        this.memory = memory;
        this.args = args.clone();
        this.limit = limit;
    }

    private Slice slice() {
        return new Slice((int) args[next++], (int) args[next++]);
    }

    /** @throws TrapException when it is not UTF-8, as the conventions demand */
    String string() {
        Slice slice = slice();
        take(slice.length());
        return new GuestReader(memory, limit).string(slice);
    }

    /** A string as it goes to the server. */
    byte[] text() {
        return string().getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return content(slice());
    }

    private byte[] content(Slice slice) {
        take(slice.length());
        return new GuestReader(memory, limit).bytes(slice);
    }

    List<byte[]> strings() {
        Slice list = slice();
        checkCount(list.length(), 8);
        List<byte[]> out = new ArrayList<>();
        for (int i = 0; i < list.length(); i++) {
            int at = list.pointer() + 8 * i;
            Slice one = new Slice(memory.readInt(at), memory.readInt(at + 4));
            take(one.length());
            out.add(new GuestReader(memory, limit).string(one).getBytes(StandardCharsets.UTF_8));
        }
        return out;
    }

    /** {@code list<redis-parameter>}, numbers as text. */
    List<byte[]> parameters() {
        Slice list = slice();
        checkCount(list.length(), PARAMETER_BYTES);
        List<byte[]> out = new ArrayList<>();
        for (int i = 0; i < list.length(); i++) {
            int at = list.pointer() + PARAMETER_BYTES * i;
            int tag = memory.readByte(at) & 0xff;
            out.add(switch (tag) {
                case 0 -> Long.toString(memory.readLong(at + 8)).getBytes(StandardCharsets.US_ASCII);
                case 1 -> content(new Slice(memory.readInt(at + 8), memory.readInt(at + 12)));
                default -> throw new TrapException(TrapKind.ABI_VIOLATION, "a redis-parameter's tag is " + tag + ", not 0 or 1");
            });
        }
        return out;
    }

    /**
     * The result pointer, which comes last; checked before anything is sent.
     *
     * @param slots its size in the one layout, in slots
     * @param bytes its size in the other
     */
    static ReturnArea result(LinearMemory memory, long[] args, CoreLayout layout, int slots, int bytes) {
        int base = (int) args[args.length - 1];
        memory.checkRange(base, layout == CoreLayout.SLOTS ? 8 * slots : bytes);
        return new ReturnArea(memory, base, layout);
    }

    private void take(int length) {
        taken += Integer.toUnsignedLong(length);
        if (taken > limit) {
            throw new RedisFailure("a command is over the limit of " + limit + " bytes");
        }
    }

    private static void checkCount(int count, int elementBytes) {
        if (Integer.toUnsignedLong(count) * elementBytes > MAX_LIST_BYTES) {
            throw new RedisFailure("a list of " + Integer.toUnsignedLong(count) + " elements is over the limit of " + MAX_LIST_BYTES / elementBytes);
        }
    }
}
