package dev.gyre.component.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/** A guest that breaks the canonical ABI is stopped, and nobody else notices. */
class HostileGuestTest {
    private final Guest guest = new Guest();

    @AfterEach
    void close() {
        guest.close();
    }

    /** The call traps so, and nothing can be called afterwards. */
    private void traps(TrapKind kind, String message, String function, Object... args) {
        TrapException trap = assertThrows(TrapException.class, () -> guest.call(function, args));
        assertEquals(kind, trap.kind(), trap.getMessage());
        assertTrue(trap.getMessage().contains(message), trap.getMessage());
        assertTrue(guest.instance.trapped());
        assertThrows(TrapException.class, () -> guest.call("set-mode", 0));
    }

    private void traps(String message, String function, Object... args) {
        traps(TrapKind.ABI_VIOLATION, message, function, args);
    }

    @Test
    void aForgedHandle() {
        traps("unknown handle index 77", "drop-thing", 77);
    }

    @Test
    void aNegativeHandle() {
        traps("unknown handle index 4294967295", "use", -1);
    }

    @Test
    void handleZero() {
        traps("unknown handle index 0", "give", 0);
    }

    @Test
    void aHandleDroppedTwice() {
        int handle = (int) guest.call("keep", "a");
        guest.call("drop-thing", handle);
        traps("unknown handle index", "drop-thing", handle);
        assertEquals(List.of("a"), guest.dropped);
    }

    @Test
    void anOwnedHandleGivenAwayWhileItIsLent() {
        int handle = (int) guest.call("keep", "a");
        traps("unknown handle index", "swap", handle, handle);
    }

    @Test
    void aBorrowedHandleKept() {
        traps("borrow handles still remain", "hoard", new Guest.Thing("lent"));
    }

    @Test
    void reallocGivesAPointerThatIsNotAligned() {
        guest.call("set-mode", 1);
        traps("not aligned", "echo-doubles", new double[] {1});
    }

    @Test
    void reallocGivesAPointerOutsideOfTheMemory() {
        guest.call("set-mode", 2);
        traps("out-of-bounds", "echo-string", "text");
    }

    @Test
    void reallocTraps() {
        guest.call("set-mode", 3);
        traps(TrapKind.UNREACHABLE, "", "echo-string", "text");
    }

    @Test
    void aStringBeyondTheMemory() {
        traps("out-of-bounds", "string-at", 65530, 100);
    }

    @Test
    void aStringWhoseEndOverflows() {
        traps("out-of-bounds", "string-at", -8, 16);
    }

    @Test
    void aStringLongerThanAnyMayBe() {
        traps("too long", "string-at", 0, -1);
    }

    @Test
    void aWideStringThatIsNotAligned() {
        traps("unaligned", "utf16-at", 1, 1);
    }

    @Test
    void aWideStringWhoseBytesOverflow() {
        traps("too long", "utf16-at", 0, Integer.MIN_VALUE);
    }

    @Test
    void aListWhoseBytesOverflow() {
        traps("too long", "longs-at", 0, 0x20000001);
    }

    @Test
    void aListThatIsNotAligned() {
        traps("unaligned", "longs-at", 4, 1);
    }

    @Test
    void aResultBeyondTheMemory() {
        traps("out-of-bounds", "pair-at", 65528);
    }

    @Test
    void aResultThatIsNotAligned() {
        traps("unaligned", "pair-at", 4);
    }

    @Test
    void aSurrogateAsAChar() {
        traps("invalid `char`", "as-char", 0xd800);
    }

    @Test
    void aCaseThereIsNot() {
        traps("unexpected discriminant", "as-result", 2);
    }

    /** 2 GiB on the host, of half a MiB in the guest. */
    @Test
    void listsThatAreTheSameBytesManyTimes() {
        traps(TrapKind.RESOURCE_LIMIT, "bytes", "bomb");
    }

    @Test
    void aCallOfMoreBytesThanTheLimit() {
        try (Guest small = new Guest(new ComponentLimits(100, 16))) {
            assertEquals("0123456789abcdef", small.call("echo-string", "0123456789abcdef"));
            assertEquals("a call passes values of more than 16 bytes (limit value-bytes)",
                    assertThrows(TrapException.class, () -> small.call("echo-string", "0123456789abcdefg")).getMessage());
        }
    }

    @Test
    void moreHandlesThanTheLimit() {
        try (Guest small = new Guest(new ComponentLimits(2, 1000))) {
            int first = (int) small.call("keep", "a");
            small.call("keep", "b");
            small.call("drop-thing", first);
            small.call("keep", "c");
            TrapException trap = assertThrows(TrapException.class, () -> small.call("keep", "d"));
            assertEquals("an event has more than 2 handles of resources (limit handles)", trap.getMessage());
            assertEquals(TrapKind.RESOURCE_LIMIT, trap.kind());
        }
    }

    @Test
    void whatTheGuestOwnedIsDroppedAfterATrapToo() {
        guest.call("keep", "a");
        traps("unknown handle index", "use", 9);
        guest.instance.close();
        assertEquals(List.of("a"), guest.dropped);
    }
}
