// A component that others depend on: it tells what it may see of its parent's configuration.
#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

typedef struct {
    const char *data;
    size_t length;
} text;

typedef struct {
    text name;
    text value;
} pair;

typedef struct {
    pair *data;
    size_t length;
} pairs;

typedef struct {
    uint8_t some;
    text value;
} text_option;

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

IMPORT("wasi:cli/environment@0.2.0", "get-environment") void get_environment(pairs *list);
IMPORT("wasi:filesystem/preopens@0.2.0", "get-directories") void get_directories(pairs *list);
IMPORT("fermyon:spin/variables@2.0.0", "get") void get_variable(const char *name, size_t length, variable_result *result);

extern unsigned char __heap_base;
static uintptr_t heap = 0;
static text_option result;

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    (void)old;
    (void)old_size;
    heap = ((heap ? heap : (uintptr_t)&__heap_base) + align - 1) & ~(uintptr_t)(align - 1);
    void *start = (void *)heap;
    heap += size;
    return start;
}

static int same(text a, const char *b, size_t length) {
    if (a.length != length) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (a.data[i] != b[i]) {
            return 0;
        }
    }
    return 1;
}

EXPORT("acme:settings/reader@1.0.0#environment") text_option *environment(const char *name, size_t length) {
    pairs list;
    get_environment(&list);
    result.some = 0;
    for (size_t i = 0; i < list.length; i++) {
        if (same(list.data[i].name, name, length)) {
            result.some = 1;
            result.value = list.data[i].value;
        }
    }
    return &result;
}

EXPORT("acme:settings/reader@1.0.0#variable") text_option *variable(const char *name, size_t length) {
    variable_result got;
    get_variable(name, length, &got);
    result.some = !got.failed;
    result.value = got.value;
    return &result;
}

EXPORT("acme:settings/reader@1.0.0#preopened") uint32_t preopened(void) {
    pairs list;
    get_directories(&list);
    return (uint32_t)list.length;
}
