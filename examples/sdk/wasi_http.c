#include "wasi_http.h"

extern unsigned char __heap_base;
static uintptr_t heap = 0;

void *allocate(size_t size, size_t align) {
    if (heap == 0) {
        heap = (uintptr_t)&__heap_base;
    }
    uintptr_t start = (heap + align - 1) & ~(uintptr_t)(align - 1);
    heap = start + size;
    size_t pages = (heap + 0xffff) >> 16;
    size_t there = __builtin_wasm_memory_size(0);
    if (pages > there && __builtin_wasm_memory_grow(0, pages - there) == (size_t)-1) {
        __builtin_trap();
    }
    return (void *)start;
}

void reset_heap(void) {
    heap = 0;
}

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    uint8_t *fresh = allocate(size, align);
    for (size_t i = 0; i < old_size && i < size; i++) {
        fresh[i] = ((uint8_t *)old)[i];
    }
    return fresh;
}

EXPORT("wasi:http/incoming-handler" WASI "#handle") void incoming_handler(handle request, handle response_out) {
    handle_request(request, response_out);
}

static size_t length_of(const char *text) {
    size_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    return length;
}

handle respond(handle response_out, int status, const char *content_type, handle *body) {
    uint64_t ignored[8];
    handle headers = fields_new();
    fields_append(headers, "content-type", 12, content_type, length_of(content_type), ignored);
    handle response = response_new(headers);
    response_set_status(response, status);
    handle_result result;
    response_body(response, &result);
    *body = result.value;
    response_outparam_set(response_out, 0, response, 0, 0, 0, 0, 0, 0);
    outgoing_body_write(*body, &result);
    return result.value;
}

int write_all(handle stream, const void *bytes, size_t length) {
    struct {
        uint8_t failed;
        uint32_t error[2];
    } result;
    const char *from = bytes;
    while (length > 0) {
        size_t part = length < 4096 ? length : 4096;
        output_write(stream, from, part, &result);
        if (result.failed) {
            return 0;
        }
        from += part;
        length -= part;
    }
    return 1;
}

void finish(handle body, handle stream) {
    uint64_t ignored[8];
    output_drop(stream);
    outgoing_body_finish(body, 0, 0, ignored);
}
