/* The worker as a component: fermyon:spin/inbound-redis, and WASI 0.2 to say what it got. */
#include <stddef.h>
#include <stdint.h>

#define FROM(module, name) __attribute__((import_module(module), import_name(name)))

FROM("wasi:cli/stdout@0.2.0", "get-stdout") int32_t get_stdout(void);
FROM("wasi:io/streams@0.2.0", "[method]output-stream.blocking-write-and-flush")
void output_write(int32_t self, const void *bytes, size_t length, void *result);

extern unsigned char __heap_base;
static uintptr_t heap = 0;

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    (void)old;
    (void)old_size;
    if (heap == 0) {
        heap = (uintptr_t)&__heap_base;
    }
    uintptr_t start = (heap + align - 1) & ~(uintptr_t)(align - 1);
    heap = start + size;
    return (void *)start;
}

__attribute__((export_name("fermyon:spin/inbound-redis#handle-message"))) uint8_t *handle_message(const char *payload, size_t length) {
    static uint8_t result[2];
    uint64_t ignored[2];
    int32_t out = get_stdout();
    output_write(out, "[", 1, ignored);
    output_write(out, payload, length, ignored);
    output_write(out, "]\n", 2, ignored);
    if (length > 0 && payload[0] == '!') {
        __builtin_trap();
    }
    result[0] = length > 0 && payload[0] == '?';
    result[1] = 1;
    return result;
}
