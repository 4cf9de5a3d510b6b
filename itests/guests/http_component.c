// A component that serves HTTP through WASI 0.2, well or badly, as the path says.
#include "wasi_http.h"

static int is(const text_option *path, const char *wanted) {
    size_t i = 0;
    for (; i < path->value.length && path->value.data[i] != '?'; i++) {
        if (wanted[i] == 0 || wanted[i] != path->value.data[i]) {
            return 0;
        }
    }
    return path->some && wanted[i] == 0;
}

static handle take_body(handle request, handle *body) {
    handle_result result;
    request_consume(request, &result);
    *body = result.value;
    incoming_body_stream(*body, &result);
    return result.value;
}

// Reads and writes in turn, in calls that wait.
static void echo(handle request, handle response_out) {
    handle incoming;
    handle in = take_body(request, &incoming);
    handle body;
    handle out = respond(response_out, 200, "application/octet-stream", &body);
    bytes_result bytes;
    for (;;) {
        input_blocking_read(in, 4096, &bytes);
        if (bytes.failed || !write_all(out, bytes.data, bytes.length)) {
            break;
        }
        reset_heap();
    }
    input_drop(in);
    incoming_body_drop(incoming);
    finish(body, out);
}

// Reads on while nobody takes what it wrote: both directions at once, with calls that never wait but for poll.
static void duplex(handle request, handle response_out) {
    handle incoming;
    handle in = take_body(request, &incoming);
    handle body;
    handle out = respond(response_out, 200, "application/octet-stream", &body);
    handle waits[2] = {input_subscribe(in), output_subscribe(out)};
    static uint8_t held[1 << 20];
    size_t start = 0, end = 0;
    int open = 1;
    while (open || start < end) {
        uint64_t ignored[2];
        size_result room;
        output_check(out, &room);
        if (room.failed) {
            break;
        }
        size_t part = end - start < room.value ? end - start : (size_t)room.value;
        if (part > 0) {
            output_write_some(out, held + start, part, ignored);
            start += part;
            if (start == end) {
                start = end = 0;
            }
        }
        bytes_result bytes = {0, 0, 0};
        if (open && end < sizeof held) {
            input_read(in, sizeof held - end, &bytes);
            open = !bytes.failed;
            for (size_t i = 0; open && i < bytes.length; i++) {
                held[end++] = bytes.data[i];
            }
        }
        if (part == 0 && (bytes.failed || bytes.length == 0)) {
            size_t wants_input = open && end < sizeof held;
            poll_list(wants_input ? waits : waits + 1, wants_input && start < end ? 2 : 1, ignored);
        }
        reset_heap();
    }
    pollable_drop(waits[0]);
    pollable_drop(waits[1]);
    input_drop(in);
    incoming_body_drop(incoming);
    finish(body, out);
}

IMPORT(TYPES, "[static]incoming-body.finish") handle incoming_body_finish(handle body);
IMPORT(TYPES, "[method]future-trailers.subscribe") handle future_trailers_subscribe(handle self);
IMPORT(TYPES, "[method]future-trailers.get") void future_trailers_get(handle self, uint64_t *result);

// Gives back a request's body, and what came behind it.
static void trailers(handle request, handle response_out) {
    handle incoming;
    handle in = take_body(request, &incoming);
    handle body;
    handle out = respond(response_out, 200, "text/plain", &body);
    bytes_result bytes;
    for (;;) {
        input_blocking_read(in, 4096, &bytes);
        if (bytes.failed) {
            break;
        }
        write_all(out, bytes.data, bytes.length);
    }
    input_drop(in);
    handle future = incoming_body_finish(incoming);
    handle wait[1] = {future_trailers_subscribe(future)};
    uint64_t ready[1];
    poll_list(wait, 1, ready);
    pollable_drop(wait[0]);
    // option, result, result, option: each where the alignment of the error's 64 bits puts it
    uint64_t got[16];
    future_trailers_get(future, got);
    const uint8_t *at = (const uint8_t *)got;
    int some = at[0] == 1 && at[8] == 0 && at[16] == 0 && at[24] == 1;
    output_drop(out);
    uint64_t ignored[8];
    outgoing_body_finish(body, some, some ? *(const handle *)(at + 28) : 0, ignored);
}

// Drops a body before its stream.
static void children(handle request) {
    handle incoming;
    take_body(request, &incoming);
    incoming_body_drop(incoming);
}

static void large(handle response_out) {
    static uint8_t block[4096];
    handle body;
    handle out = respond(response_out, 200, "application/octet-stream", &body);
    for (int i = 0; i < 16 << 8; i++) {
        for (size_t k = 0; k < sizeof block; k++) {
            block[k] = (uint8_t)(i + k);
        }
        if (!write_all(out, block, sizeof block)) {
            break;
        }
    }
    finish(body, out);
}

static handle with_length(handle response_out, const char *length, handle *body) {
    uint64_t ignored[8];
    handle headers = fields_new();
    fields_append(headers, "content-length", 14, length, 3, ignored);
    handle response = response_new(headers);
    handle_result result;
    response_body(response, &result);
    *body = result.value;
    response_outparam_set(response_out, 0, response, 0, 0, 0, 0, 0, 0);
    outgoing_body_write(*body, &result);
    return result.value;
}

void handle_request(handle request, handle response_out) {
    text_option path;
    handle body;
    handle stream;
    request_path(request, &path);
    if (is(&path, "/echo")) {
        echo(request, response_out);
    } else if (is(&path, "/duplex")) {
        duplex(request, response_out);
    } else if (is(&path, "/trailers")) {
        trailers(request, response_out);
    } else if (is(&path, "/children")) {
        children(request);
    } else if (is(&path, "/large")) {
        large(response_out);
    } else if (is(&path, "/after")) {
        stream = respond(response_out, 200, "text/plain", &body);
        write_all(stream, "done\n", 5);
        finish(body, stream);
        __builtin_trap();
    } else if (is(&path, "/none")) {
        return;
    } else if (is(&path, "/trap")) {
        __builtin_trap();
    } else if (is(&path, "/loop")) {
        for (;;) {
            __asm__ volatile("");
        }
    } else if (is(&path, "/error")) {
        response_outparam_set(response_out, 1, 2, 0, 0, 0, 0, 0, 0);
    } else if (is(&path, "/unfinished")) {
        stream = respond(response_out, 200, "text/plain", &body);
        write_all(stream, "half", 4);
        output_drop(stream);
        outgoing_body_drop(body);
    } else if (is(&path, "/short")) {
        stream = with_length(response_out, "100", &body);
        write_all(stream, "short", 5);
        finish(body, stream);
    } else if (is(&path, "/long")) {
        stream = with_length(response_out, "003", &body);
        write_all(stream, "long", 4);
        finish(body, stream);
    } else if (is(&path, "/twice")) {
        stream = respond(response_out, 200, "text/plain", &body);
        response_outparam_set(response_out, 1, 2, 0, 0, 0, 0, 0, 0);
    } else if (is(&path, "/forged")) {
        output_drop(12345);
    } else if (is(&path, "/fields")) {
        uint64_t ignored[8];
        handle headers = fields_new();
        for (int i = 0; i < 40000; i++) {
            fields_append(headers, "x-many", 6, "1", 1, ignored);
        }
    } else {
        stream = respond(response_out, 200, "text/plain", &body);
        write_all(stream, "ok\n", 3);
        finish(body, stream);
    }
}
