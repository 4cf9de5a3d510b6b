// A component that others depend on: it adds, numbers and texts.
#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(name)))

typedef struct {
    char *data;
    size_t length;
} text;

extern unsigned char __heap_base;
static uintptr_t heap = 0;

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    (void)old;
    (void)old_size;
    heap = ((heap ? heap : (uintptr_t)&__heap_base) + align - 1) & ~(uintptr_t)(align - 1);
    void *start = (void *)heap;
    heap += size;
    return start;
}

EXPORT("acme:math/adder@0.1.2#add") uint32_t add(uint32_t a, uint32_t b) {
    return a + b;
}

EXPORT("acme:math/texts@0.1.2#plus") text *plus(const char *a, size_t a_length, const char *b, size_t b_length) {
    static text result;
    char *joined = cabi_realloc(0, 0, 1, a_length + b_length);
    for (size_t i = 0; i < a_length; i++) {
        joined[i] = a[i];
    }
    for (size_t i = 0; i < b_length; i++) {
        joined[a_length + i] = b[i];
    }
    result.data = joined;
    result.length = a_length + b_length;
    return &result;
}
