// Sends each request's path to the queue "jobs", or to the one the query names, through an interface no WASI knows.
#include "wasi_http.h"

typedef struct {
    uint8_t failed;
    union {
        uint32_t length;
        struct {
            uint8_t problem;
            uint32_t capacity;
        } error;
    } value;
} send_result;

__attribute__((import_module("acme:queue/publish@1.0.0"), import_name("send")))
void queue_send(const char *queue, size_t queue_length, const void *message, size_t length, send_result *result);

void handle_request(handle request, handle response_out) {
    text_option path;
    request_path(request, &path);
    const char *queue = "jobs";
    size_t queue_length = 4, length = path.value.length;
    for (size_t i = 0; i < path.value.length; i++) {
        if (path.value.data[i] == '?') {
            queue = path.value.data + i + 1;
            queue_length = path.value.length - i - 1;
            length = i;
            break;
        }
    }
    send_result result;
    queue_send(queue, queue_length, path.value.data, length, &result);
    handle body;
    handle stream = respond(response_out, result.failed ? 409 : 202, "text/plain", &body);
    if (result.failed) {
        write_all(stream, result.value.error.problem == 0 ? "no such queue\n" : "full\n", result.value.error.problem == 0 ? 14 : 5);
    } else {
        char text[] = "queued: 00000\n";
        for (uint32_t n = result.value.length, i = 12; n > 0 && i > 7; n /= 10, i--) {
            text[i] = '0' + n % 10;
        }
        write_all(stream, text, sizeof text - 1);
    }
    finish(body, stream);
}
