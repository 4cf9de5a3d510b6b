package dev.gyre.host.http.internal;

import java.util.Collections;
import java.util.List;
import java.util.Map.Entry;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.HostContext;

/**
 * {@code wasi-outbound-http} (Spin 0.1 to 1.x): {@code request: function(req: request) -> expected<response, http-error>}.
 * The record {@code request} is flat: method, uri, headers, params, body. As in Spin, {@code params} says nothing.
 */
final class WasiOutboundHttp {
    static final String MODULE = "wasi-outbound-http";
    static final String FUNCTION = "request";

    private static final ExternType.Func TYPE = new ExternType.Func(Collections.nCopies(11, ValueType.I32), List.of());
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private final OutboundHttp http;
    private final CoreLayout layout;

    WasiOutboundHttp(OutboundHttp http, CoreLayout layout) {
        this.http = http;
        this.layout = layout;
    }

    HostFunction function() {
        return new HostFunction(MODULE + "." + FUNCTION, TYPE, (caller, args) -> {
            request(caller, args.clone());
            return HostFunction.NOTHING;
        });
    }

    private void request(Caller caller, long[] args) {
        LinearMemory memory = caller.memory();
        int result = (int) args[10];
        memory.checkRange(result, layout == CoreLayout.SLOTS ? 64 : 32);
        ReturnArea out = new ReturnArea(memory, result, layout);
        try (Answer answer = http.send(HostContext.of(caller), () -> read(memory, args))) {
            GuestHeap heap = GuestHeap.of(caller.instance());
            Slice headers = heap.lowerPairs(answer.headers());
            int length = answer.body().length();
            int body = heap.allocate(length, 1);
            answer.body().copy(0, length, (position, block, offset, count) -> memory.write(body + position, block, offset, count));
            out.tag(0, 0, 0);
            out.u16(1, 4, answer.status());
            out.tag(2, 8, 1);
            out.slice(3, 12, headers);
            out.tag(5, 20, 1);
            out.slice(6, 24, new Slice(body, length));
        } catch (OutboundFailure e) {
            out.tag(0, 0, 1);
            out.tag(1, 4, code(e.kind()));
        }
    }

    private OutboundHttp.GuestRequest read(LinearMemory memory, long[] args) {
        if (args[0] < 0 || args[0] >= METHODS.size()) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "a method is " + args[0] + ", not 0 to " + (METHODS.size() - 1));
        }
        boolean hasBody = GuestReader.flag((int) args[7]);
        List<Entry<String, String>> headers = new GuestReader(memory, MAX_HEADER_BYTES).pairs(slice(args, 3));
        byte[] body = {};
        if (hasBody) {
            http.checkBody((int) args[9]);
            body = new GuestReader(memory, Integer.MAX_VALUE).bytes(slice(args, 8));
        }
        return new OutboundHttp.GuestRequest(METHODS.get((int) args[0]), url(memory, slice(args, 1)), headers, body);
    }

    private static String url(LinearMemory memory, Slice slice) {
        HttpTarget.checkBytes(slice.length());
        return new GuestReader(memory, Integer.MAX_VALUE).string(slice);
    }

    private static Slice slice(long[] args, int at) {
        return new Slice((int) args[at], (int) args[at + 1]);
    }

    /** The WIT enum {@code http-error}; 0 is {@code success}, which is no error. */
    private static int code(OutboundFailure.Kind kind) {
        return switch (kind) {
            case DESTINATION_NOT_ALLOWED -> 1;
            case INVALID_URL -> 2;
            case REQUEST -> 3;
            case INVALID_METHOD, INVALID_HEADERS, LOOP, RUNTIME -> 4;
        };
    }
}
