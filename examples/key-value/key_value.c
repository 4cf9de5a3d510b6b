// Counts the visits of each path in the key-value store "default", through fermyon:spin/key-value of Spin 2.
#include "wasi_http.h"

#define STORE(name) __attribute__((import_module("fermyon:spin/key-value@2.0.0"), import_name(name)))

// A byte that is 0 for success; then a handle at 4, or whether there is a value at 4, and the value at 8.
typedef struct {
    uint8_t failed;
    union {
        handle store;
        uint8_t some;
    };
    text value;
} store_result;

STORE("[static]store.open") void store_open(const char *label, size_t length, store_result *result);
STORE("[method]store.get") void store_get(handle self, const char *key, size_t length, store_result *result);
STORE("[method]store.set") void store_set(handle self, const char *key, size_t length, const char *value, size_t size, store_result *result);

void handle_request(handle request, handle response_out) {
    text_option path;
    request_path(request, &path);
    request_drop(request);
    handle body;
    store_result result;
    store_open("default", 7, &result);
    if (result.failed) {
        handle stream = respond(response_out, 500, "text/plain", &body);
        write_all(stream, "no store\n", 9);
        finish(body, stream);
        return;
    }
    handle store = result.store;
    store_get(store, path.value.data, path.value.length, &result);
    uint32_t visits = 1;
    if (!result.failed && result.some) {
        uint32_t before = 0;
        for (size_t i = 0; i < result.value.length; i++) {
            before = 10 * before + (uint32_t)(result.value.data[i] - '0');
        }
        visits += before;
    }
    char digits[11];
    size_t start = 10;
    digits[10] = '\n';
    do {
        digits[--start] = (char)('0' + visits % 10);
    } while ((visits /= 10) != 0);
    store_set(store, path.value.data, path.value.length, digits + start, 10 - start, &result);
    handle stream = respond(response_out, result.failed ? 500 : 200, "text/plain", &body);
    write_all(stream, digits + start, 11 - start);
    finish(body, stream);
}
