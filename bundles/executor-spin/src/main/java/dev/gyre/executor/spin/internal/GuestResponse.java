package dev.gyre.executor.spin.internal;

import java.util.Optional;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.http.HttpFields;

/** The record {@code response} of {@code http-types.wit}, lifted out of the guest. */
record GuestResponse(int status, HttpFields headers, byte[] body) {
    /** @param layout of the module; when it is not known, whichever the returned bytes fit */
    static GuestResponse lift(GuestReader reader, int pointer, Optional<CoreLayout> layout) {
        if (layout.isPresent()) {
            return new Fields(new ReturnArea(reader.memory(), pointer, layout.get())).lift(reader);
        }
        return guess(reader, pointer);
    }

    /**
     * Instances are fresh and return areas start as zeroes, so the wrong reading nearly always shows: a tag that is neither
     * 0 nor 1, or a slice outside memory. Where both readings hold, the one with a body is meant; where neither has one they
     * mean the same.
     */
    private static GuestResponse guess(GuestReader reader, int pointer) {
        Fields packed = new Fields(new ReturnArea(reader.memory(), pointer, CoreLayout.PACKED));
        Fields slots = new Fields(new ReturnArea(reader.memory(), pointer, CoreLayout.SLOTS));
        boolean slotsFit = slots.plausible(reader);
        boolean packedFit = packed.plausible(reader);
        return (slotsFit && (!packedFit || slots.bodyTag() == 1) ? slots : packed).lift(reader);
    }

    /** Status, option of headers, option of body, at their places in both layouts. */
    private record Fields(ReturnArea area) {
        int status() {
            return area.u16(0, 0);
        }

        int headersTag() {
            return area.tag(1, 4);
        }

        Slice headers() {
            return area.slice(2, 8);
        }

        int bodyTag() {
            return area.tag(4, 16);
        }

        Slice body() {
            return area.slice(5, 20);
        }

        GuestResponse lift(GuestReader reader) {
            HttpFields fields = GuestReader.flag(headersTag()) ? HttpFields.of(reader.pairs(headers())) : HttpFields.EMPTY;
            byte[] content = GuestReader.flag(bodyTag()) ? reader.bytes(body()) : new byte[0];
            return new GuestResponse(status(), fields, content);
        }

        boolean plausible(GuestReader reader) {
            try {
                return status() >= 100 && status() <= 600 && fits(reader, headersTag(), headers(), 16) && fits(reader, bodyTag(), body(), 1);
            } catch (TrapException e) {
                return false;
            }
        }

        private static boolean fits(GuestReader reader, int tag, Slice slice, int elementBytes) {
            if (tag == 0) {
                return true;
            }
            long end = Integer.toUnsignedLong(slice.pointer()) + Integer.toUnsignedLong(slice.length()) * elementBytes;
            return tag == 1 && end <= reader.memory().pages() << 16;
        }
    }
}
