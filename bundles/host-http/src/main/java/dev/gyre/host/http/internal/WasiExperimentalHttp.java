package dev.gyre.host.http.internal;

import static dev.gyre.host.http.internal.ExperimentalFailure.Code.BUFFER_TOO_SMALL;
import static dev.gyre.host.http.internal.ExperimentalFailure.Code.HEADER_NOT_FOUND;
import static dev.gyre.host.http.internal.ExperimentalFailure.Code.INVALID_ENCODING;
import static dev.gyre.host.http.internal.ExperimentalFailure.Code.MEMORY_ACCESS_ERROR;
import static dev.gyre.host.http.internal.ExperimentalFailure.Code.MEMORY_NOT_FOUND;
import static dev.gyre.host.http.internal.ExperimentalFailure.Code.UTF8_ERROR;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;

/**
 * {@code wasi_experimental_http} 0.9, which Spin 0.1 linked: responses behind handles, errors as numbers, headers as lines
 * {@code name:value}. Unlike upstream a forged handle is an error for {@code body_read} too, not the end of the guest.
 */
final class WasiExperimentalHttp {
    static final String MODULE = "wasi_experimental_http";
    static final List<String> FUNCTIONS = List.of("req", "close", "body_read", "header_get", "headers_get_all");
    private static final int MAX_METHOD_BYTES = 256;
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private final OutboundHttp http;
    private final StateKey<OpenResponses> responses = new StateKey<>(event -> new OpenResponses());

    WasiExperimentalHttp(OutboundHttp http) {
        this.http = http;
    }

    Optional<HostFunction> function(String name) {
        return switch (name) {
            case "req" -> function(name, 10, this::req);
            case "close" -> function(name, 1, (open, memory, event, a) -> open.close((int) a[0]));
            case "body_read" -> function(name, 4, (open, memory, event, a) -> bodyRead(open, memory, a));
            case "header_get" -> function(name, 6, (open, memory, event, a) -> headerGet(open, memory, a));
            case "headers_get_all" -> function(name, 4, (open, memory, event, a) -> headersGetAll(open, memory, a));
            default -> Optional.empty();
        };
    }

    private interface Body {
        void run(OpenResponses open, LinearMemory memory, HostContext event, long[] args);
    }

    private Optional<HostFunction> function(String name, int params, Body body) {
        ExternType.Func type = new ExternType.Func(Collections.nCopies(params, ValueType.I32), List.of(ValueType.I32));
        return Optional.of(new HostFunction(MODULE + "." + name, type, (caller, args) -> new long[] {run(caller, args.clone(), body).ordinal()}));
    }

    private ExperimentalFailure.Code run(Caller caller, long[] args, Body body) {
        HostContext event = HostContext.of(caller);
        Optional<LinearMemory> memory = caller.instance().memory("memory");
        if (memory.isEmpty()) {
            return MEMORY_NOT_FOUND;
        }
        try {
            body.run(event.state(responses), memory.get(), event, args);
            return ExperimentalFailure.Code.SUCCESS;
        } catch (ExperimentalFailure e) {
            return e.code();
        } catch (OutboundFailure e) {
            return ExperimentalFailure.code(e.kind());
        }
    }

    private void req(OpenResponses open, LinearMemory memory, HostContext event, long[] a) {
        open.checkRoom();
        checkWritable(memory, (int) a[8], 2);
        checkWritable(memory, (int) a[9], 4);
        Answer answer = http.send(event, () -> {
            HttpTarget.checkBytes((int) a[1]);
            String url = string(memory, (int) a[0], (int) a[1]);
            if (Integer.compareUnsigned((int) a[3], MAX_METHOD_BYTES) > 0) {
                throw new ExperimentalFailure(ExperimentalFailure.Code.INVALID_METHOD);
            }
            String method = string(memory, (int) a[2], (int) a[3]);
            http.checkBody((int) a[7]);
            byte[] content = bytes(memory, (int) a[6], (int) a[7]);
            return new OutboundHttp.GuestRequest(method, url, headers(memory, (int) a[4], (int) a[5]), content);
        });
        memory.writeShort((int) a[8], (short) answer.status());
        memory.writeInt((int) a[9], open.add(answer));
    }

    private static void bodyRead(OpenResponses open, LinearMemory memory, long[] a) {
        OpenResponses.Open response = open.get((int) a[0]);
        int left = response.answer.body().length() - response.position;
        int count = (int) Math.min(Integer.toUnsignedLong((int) a[2]), left);
        checkWritable(memory, (int) a[1], count);
        checkWritable(memory, (int) a[3], 4);
        response.answer.body().copy(response.position, count,
                (position, block, offset, part) -> memory.write((int) a[1] + position, block, offset, part));
        response.position += count;
        memory.writeInt((int) a[3], count);
    }

    private static void headerGet(OpenResponses open, LinearMemory memory, long[] a) {
        Answer answer = open.get((int) a[0]).answer;
        if (Integer.compareUnsigned((int) a[2], MAX_HEADER_BYTES) > 0) {
            throw new ExperimentalFailure(HEADER_NOT_FOUND);
        }
        String name = string(memory, (int) a[1], (int) a[2]).toLowerCase(Locale.ROOT);
        String value = answer.header(name).orElseThrow(() -> new ExperimentalFailure(HEADER_NOT_FOUND));
        write(memory, value, (int) a[3], (int) a[4], (int) a[5]);
    }

    private static void headersGetAll(OpenResponses open, LinearMemory memory, long[] a) {
        StringBuilder lines = new StringBuilder();
        for (Entry<String, String> h : open.get((int) a[0]).answer.headers()) {
            lines.append(h.getKey()).append(':').append(h.getValue()).append('\n');
        }
        write(memory, lines.toString(), (int) a[1], (int) a[2], (int) a[3]);
    }

    private static void write(LinearMemory memory, String text, int buffer, int length, int written) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > Integer.toUnsignedLong(length)) {
            throw new ExperimentalFailure(BUFFER_TOO_SMALL);
        }
        checkWritable(memory, buffer, encoded.length);
        checkWritable(memory, written, 4);
        memory.write(buffer, encoded);
        memory.writeInt(written, encoded.length);
    }

    /** Lines {@code name:value}, as {@code header_map_to_string} of the guest's library makes them. */
    private static List<Entry<String, String>> headers(LinearMemory memory, int pointer, int length) {
        if (Integer.compareUnsigned(length, MAX_HEADER_BYTES) > 0) {
            throw new ExperimentalFailure(INVALID_ENCODING);
        }
        List<Entry<String, String>> out = new ArrayList<>();
        for (String line : string(memory, pointer, length).lines().toList()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new ExperimentalFailure(INVALID_ENCODING);
            }
            out.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return out;
    }

    private static String string(LinearMemory memory, int pointer, int length) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(memory, pointer, length))).toString();
        } catch (CharacterCodingException e) {
            throw new ExperimentalFailure(UTF8_ERROR);
        }
    }

    private static byte[] bytes(LinearMemory memory, int pointer, int length) {
        if (!fits(memory, pointer, length)) {
            throw new ExperimentalFailure(BUFFER_TOO_SMALL);
        }
        return memory.read(pointer, length);
    }

    private static void checkWritable(LinearMemory memory, int pointer, int length) {
        if (!fits(memory, pointer, length)) {
            throw new ExperimentalFailure(MEMORY_ACCESS_ERROR);
        }
    }

    private static boolean fits(LinearMemory memory, int pointer, int length) {
        return Integer.toUnsignedLong(pointer) + Integer.toUnsignedLong(length) <= memory.pages() << 16;
    }
}
