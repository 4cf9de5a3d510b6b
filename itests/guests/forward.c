// A component that passes requests on: /forward/<authority>/<path> goes to that authority, /forward/-/<path> to no authority at all.
// The answer's body is passed back as it comes, its status and some of its headers as text before it.
#include "wasi_http.h"

#define OUTGOING "wasi:http/outgoing-handler"

// A result whose success is a handle and whose failure is an error-code.
typedef struct {
    uint8_t failed;
    union {
        handle value;
        uint8_t error;
        uint64_t aligned[4];
    };
} sent_result;

typedef struct {
    uint8_t some;
    uint64_t taken;
    sent_result response;
} response_option;

typedef struct {
    uint8_t which;
    text other;
} method;

IMPORT(TYPES, "[method]incoming-request.method") void request_method(handle self, method *result);
IMPORT(TYPES, "[constructor]outgoing-request") handle outgoing_new(handle headers);
IMPORT(TYPES, "[method]outgoing-request.set-method") int32_t outgoing_set_method(handle self, int32_t which, const char *other, size_t length);
IMPORT(TYPES, "[method]outgoing-request.set-scheme") int32_t outgoing_set_scheme(handle self, int32_t some, int32_t which, const char *other, size_t length);
IMPORT(TYPES, "[method]outgoing-request.set-authority") int32_t outgoing_set_authority(handle self, int32_t some, const char *value, size_t length);
IMPORT(TYPES, "[method]outgoing-request.set-path-with-query") int32_t outgoing_set_path(handle self, int32_t some, const char *value, size_t length);
IMPORT(TYPES, "[method]outgoing-request.body") void outgoing_body(handle self, handle_result *body);
IMPORT(TYPES, "[method]future-incoming-response.subscribe") handle future_subscribe(handle self);
IMPORT(TYPES, "[method]future-incoming-response.get") void future_get(handle self, response_option *response);
IMPORT(TYPES, "[method]incoming-response.status") int32_t incoming_status(handle self);
IMPORT(TYPES, "[method]incoming-response.consume") void incoming_consume(handle self, handle_result *body);
IMPORT(TYPES, "[resource-drop]incoming-response") void incoming_drop(handle self);
IMPORT(OUTGOING, "handle") void outgoing_handle(handle request, int32_t has_options, handle options, sent_result *result);

static size_t number(char *to, unsigned value) {
    char digits[10];
    size_t length = 0;
    do {
        digits[length++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    for (size_t i = 0; i < length; i++) {
        to[i] = digits[length - 1 - i];
    }
    return length;
}

static void say(handle out, const char *word, unsigned value) {
    char line[64];
    size_t length = 0;
    while (word[length] != 0) {
        line[length] = word[length];
        length++;
    }
    length += number(line + length, value);
    line[length++] = '\n';
    write_all(out, line, length);
}

static void copy(handle in, handle out) {
    bytes_result bytes;
    for (;;) {
        input_blocking_read(in, 4096, &bytes);
        if (bytes.failed || !write_all(out, bytes.data, bytes.length)) {
            break;
        }
        reset_heap();
    }
    input_drop(in);
}

// POST has a body, which is sent while it comes; the request itself is on its way before that.
static int send(handle request, handle outgoing, int has_body, sent_result *sent) {
    if (!has_body) {
        outgoing_handle(outgoing, 0, 0, sent);
        return !sent->failed;
    }
    handle_result incoming, in, body, out;
    request_consume(request, &incoming);
    incoming_body_stream(incoming.value, &in);
    outgoing_body(outgoing, &body);
    outgoing_body_write(body.value, &out);
    outgoing_handle(outgoing, 0, 0, sent);
    if (sent->failed) {
        return 0;
    }
    copy(in.value, out.value);
    incoming_body_drop(incoming.value);
    finish(body.value, out.value);
    return 1;
}

static void fail(handle response_out, unsigned error) {
    handle body;
    handle out = respond(response_out, 502, "text/plain", &body);
    say(out, "error ", error);
    finish(body, out);
}

void handle_request(handle request, handle response_out) {
    text_option path;
    method verb;
    request_path(request, &path);
    request_method(request, &verb);
    const char *authority = path.value.data + sizeof "/forward/" - 1;
    size_t end = 0;
    while (authority[end] != '/') {
        end++;
    }
    handle outgoing = outgoing_new(fields_new());
    outgoing_set_method(outgoing, verb.which, verb.other.data, verb.other.length);
    outgoing_set_scheme(outgoing, 1, 0, 0, 0);
    if (authority[0] != '-') {
        outgoing_set_authority(outgoing, 1, authority, end);
    }
    outgoing_set_path(outgoing, 1, authority + end, path.value.length - (sizeof "/forward/" - 1) - end);
    sent_result sent;
    if (!send(request, outgoing, verb.which == 2, &sent)) {
        fail(response_out, sent.error);
        return;
    }
    handle ready = future_subscribe(sent.value);
    uint64_t ignored[2];
    poll_list(&ready, 1, ignored);
    response_option response;
    future_get(sent.value, &response);
    if (response.response.failed) {
        fail(response_out, response.response.error);
        return;
    }
    handle body;
    handle out = respond(response_out, 200, "text/plain", &body);
    say(out, "status ", (unsigned)incoming_status(response.response.value));
    handle_result incoming, in;
    incoming_consume(response.response.value, &incoming);
    incoming_body_stream(incoming.value, &in);
    copy(in.value, out);
    incoming_body_drop(incoming.value);
    incoming_drop(response.response.value);
    finish(body, out);
}
