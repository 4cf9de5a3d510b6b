#include <stddef.h>
#include <stdint.h>

/*
 * Answers handle-http-request with return areas that no binding would make, chosen by the last path segment.
 * One of the REALLOC_ switches makes the allocator bad instead.
 */

static unsigned char heap[65536 * 4];
static size_t used;

__attribute__((export_name("canonical_abi_realloc")))
uint32_t canonical_abi_realloc(uint32_t ptr, uint32_t old_size, uint32_t align, uint32_t new_size) {
    (void)ptr, (void)old_size;
#if defined REALLOC_TRAPS
    __builtin_trap();
#elif defined REALLOC_BEYOND
    return 0xFFFFFF00u;
#elif defined REALLOC_EDGE /* begins inside of memory; one byte fits */
    return __builtin_wasm_memory_size(0) * 65536 - 1;
#elif defined REALLOC_LOOPS
    for (;;) *(volatile size_t *)&used += 1;
#elif defined REALLOC_SAME /* each piece lands on the one before */
    return (uint32_t)heap;
#elif defined REALLOC_UNALIGNED
    align = 1;
    if (used % 2 == 0) used++;
#endif
    used = (used + align - 1) / align * align;
    if (new_size > sizeof heap - used) __builtin_trap();
    used += new_size;
    return (uint32_t)(heap + used - new_size);
}

__attribute__((export_name("canonical_abi_free")))
void canonical_abi_free(uint32_t ptr, uint32_t size, uint32_t align) {
    (void)ptr, (void)size, (void)align;
}

/* The packed layout. */
struct option {
    uint8_t tag;
    const void *ptr;
    uint32_t len;
};

struct response {
    uint16_t status;
    struct option headers;
    struct option body;
};

static int path_ends(const char *uri, uint32_t len, const char *suffix, uint32_t suffix_len) {
    if (len < suffix_len) return 0;
    for (uint32_t i = 0; i < suffix_len; i++) {
        if (uri[len - suffix_len + i] != suffix[i]) return 0;
    }
    return 1;
}
#define ENDS(suffix) path_ends(uri, len, suffix, sizeof suffix - 1)

__attribute__((export_name("handle-http-request")))
uint32_t handle(uint32_t method, const char *uri, uint32_t len, uint32_t headers, uint32_t headers_len, uint32_t params,
                uint32_t params_len, uint32_t has_body, uint32_t body, uint32_t body_len) {
    (void)method, (void)headers, (void)headers_len, (void)params, (void)params_len, (void)has_body, (void)body,
        (void)body_len;
    static struct response area;
    static uint32_t sevens[14];
    static const char text[] = "ok\n";

    if (ENDS("/beyond")) return 0xFFFFFFF0u;
    if (ENDS("/edge")) return __builtin_wasm_memory_size(0) * 65536 - 4;
    if (ENDS("/null")) return 0;
    if (ENDS("/tag")) {
        for (int i = 0; i < 14; i++) sevens[i] = 7;
        return (uint32_t)sevens;
    }
    if (ENDS("/unaligned")) return (uint32_t)&area + 1;
    area.status = 200;
    area.body = (struct option){1, text, 3};
    if (ENDS("/dangling")) { /* right, if odd: empty lists that point at their own alignment */
        area.headers = (struct option){1, (void *)4, 0};
        area.body = (struct option){1, (void *)1, 0};
    }
    return (uint32_t)&area;
}
