// As SDKs of 2023 and 2024 left their programs: a core module with the ABI of components, which also imports functions of WASI's preview 1.
// It answers with a variable and an environment variable.
#include "wasi_http.h"

#define NAMED(module, name) __attribute__((import_module(module), import_name(name)))

typedef struct {
    uint8_t failed;
    union {
        text value;
        struct {
            uint8_t which;
            text message;
        } error;
    };
} variable_result;

NAMED("fermyon:spin/variables@2.0.0", "get") void get_variable(const char *name, size_t length, variable_result *result);
NAMED("wasi_snapshot_preview1", "environ_sizes_get") int32_t environ_sizes_get(uint32_t *count, uint32_t *bytes);
NAMED("wasi_snapshot_preview1", "environ_get") int32_t environ_get(char **pointers, char *bytes);

static int initialized = 0;

EXPORT("_initialize") void initialize(void) {
    initialized = 1;
}

static void put(handle out, const char *words) {
    size_t length = 0;
    while (words[length] != 0) {
        length++;
    }
    write_all(out, words, length);
}

void handle_request(handle request, handle response_out) {
    static char *pointers[64];
    static char bytes[4096];
    uint32_t count, size;
    handle body;
    variable_result got;
    (void)request;
    handle out = respond(response_out, 200, "text/plain", &body);
    put(out, initialized ? "initialized\n" : "not initialized\n");
    get_variable("greeting", 8, &got);
    put(out, got.failed ? "no variable: " : "variable: ");
    if (!got.failed) {
        write_all(out, got.value.data, got.value.length);
    }
    put(out, "\n");
    if (environ_sizes_get(&count, &size) == 0 && count <= 64 && size <= 4096 && environ_get(pointers, bytes) == 0) {
        for (uint32_t i = 0; i < count; i++) {
            put(out, pointers[i]);
            put(out, "\n");
        }
    }
    finish(body, out);
}
